package engine

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// startConfined starts the process under Landlock. A process inherits the confinement of the thread that starts it,
// so a thread is confined for this and then thrown away. Where the kernel has no Landlock, the process starts without.
func startConfined(cmd *exec.Cmd, c confinement) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		dropCapabilities()
		if err := c.confineThread(); err != nil && !errors.Is(err, errNoLandlock) {
			started <- err
			return
		}
		started <- cmd.Start()
	}()
	return <-started
}

// dropCapabilities takes from what this thread starts all of root's powers but that of using files of others, which a home may
// belong to. Without the power to do so there is nothing to take.
func dropCapabilities() {
	for capability := uintptr(0); capability <= unix.CAP_LAST_CAP; capability++ {
		if capability != unix.CAP_DAC_OVERRIDE && capability != unix.CAP_FOWNER {
			_ = unix.Prctl(unix.PR_CAPBSET_DROP, capability, 0, 0, 0)
		}
	}
}

// forgoCoreDumps keeps what the process holds in memory out of files when it crashes.
func forgoCoreDumps() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}

var errNoLandlock = errors.New("the kernel has no Landlock")

// The rights of Landlock, by the version of its interface that brought them.
const (
	rightsToRead = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	rightsOfV1   = 1<<13 - 1
	rightsOfFile = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE |
		unix.LANDLOCK_ACCESS_FS_TRUNCATE
)

func handledRights(version uintptr) (files, network uint64) {
	files = rightsOfV1
	if version >= 2 {
		files |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		files |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 4 {
		network = unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	return files, network
}

func (c confinement) confineThread() error {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return errNoLandlock
	}
	files, network := handledRights(version)
	attr := unix.LandlockRulesetAttr{Handled_access_fs: files, Handled_access_net: network}
	size := unsafe.Offsetof(attr.Scoped) // what version 4 knows; zeros are fine for older ones
	if version >= 6 {
		attr.Scoped = unix.LANDLOCK_SCOPE_SIGNAL | unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET // to no process outside
		size = unsafe.Offsetof(attr.Quiet_access_fs)
	}
	ruleset, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), size, 0)
	if errno != 0 {
		return fmt.Errorf("confine the engine: %w", errno)
	}
	defer unix.Close(int(ruleset))
	for _, path := range c.read {
		if err := allow(ruleset, path, files&rightsToRead); err != nil {
			return err
		}
	}
	for _, path := range c.write {
		if err := allow(ruleset, path, files); err != nil {
			return err
		}
	}
	if err := allow(ruleset, os.DevNull, files&rightsOfFile); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("confine the engine: %w", err)
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0, 0); errno != 0 {
		return fmt.Errorf("confine the engine: %w", errno)
	}
	return nil
}

// allow adds a rule; what does not exist needs none.
func allow(ruleset uintptr, path string, rights uint64) error {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		return fmt.Errorf("confine the engine to %s: %w", path, err)
	}
	if stat.Mode&unix.S_IFMT != unix.S_IFDIR {
		rights &= rightsOfFile
	}
	rule := unix.LandlockPathBeneathAttr{Allowed_access: rights, Parent_fd: int32(fd)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, ruleset, unix.LANDLOCK_RULE_PATH_BENEATH,
		uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("confine the engine to %s: %w", path, errno)
	}
	return nil
}
