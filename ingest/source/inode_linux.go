package source

import (
	"fmt"
	"io/fs"
	"syscall"
	"time"
)

// inode returns what tells versions of a file apart beyond its size and time: the file system's number of it, and when it
// last noticed a change, which nobody can set.
func inode(info fs.FileInfo) (version string, changed time.Time) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", info.ModTime()
	}
	changed = time.Unix(stat.Ctim.Unix())
	return fmt.Sprintf("inode:%d.%d", stat.Ino, changed.UnixNano()), changed
}
