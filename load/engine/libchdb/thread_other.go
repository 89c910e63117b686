//go:build !linux

package libchdb

// offMain calls into the engine. Only Linux cares on which thread.
func offMain[T any](call func() T) T { return call() }
