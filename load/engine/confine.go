package engine

import (
	"os"
	"slices"
	"strings"
)

// confinement is what the engine's process may touch. SQL can name any file, in functions, table functions and INTO
// OUTFILE, and any host: what is not listed here the kernel refuses. Outgoing TCP connections are refused altogether, and signals to other processes.
type confinement struct {
	read  []string // files, and directories with all below them
	write []string // directories, for everything
}

// confinementOf lists what the engine of these directories needs: its program and library with what they are linked
// to, time zones, and what the kernel tells about memory and processors. /proc as a whole would show the environment
// of other processes.
func confinementOf(d dirs, program, library string) confinement {
	return confinement{
		read: []string{
			program, library, "/usr", "/lib", "/lib64",
			"/etc/ld.so.cache", "/etc/localtime", "/etc/timezone",
			"/dev/null", "/dev/urandom", "/dev/random", "/sys",
			"/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/loadavg", "/proc/uptime", "/proc/sys",
		},
		write: []string{d.state, d.data},
	}
}

// passedOn are the variables that the engine's process inherits. It gets no others: they may hold keys, and a
// process's environment can be read in /proc where there is no Landlock.
var passedOn = []string{
	"PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "XDG_CACHE_HOME",
	"GOCOVERDIR", "GOTRACEBACK", "GORACE",
}

func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return !slices.Contains(passedOn, name)
	})
}
