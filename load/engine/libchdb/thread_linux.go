package libchdb

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// offMain calls into the engine, never on the process's first thread. The engine measures the stack of the thread
// that it is called on, and for the first one the C library reads /proc/self/maps, which a confined process may not
// do. While this goroutine keeps the first thread to itself, the other one must be on another.
func offMain[T any](call func() T) T {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if unix.Gettid() != unix.Getpid() {
		return call()
	}
	result := make(chan T)
	go func() { result <- call() }()
	return <-result
}
