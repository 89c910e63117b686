package libchdb

import "unsafe"

// pointer turns an address that C gave us into a pointer. Such memory is not Go's, so the collector neither moves
// nor frees it; going through the address of the variable tells vet that this is meant.
func pointer(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }

// text copies a null-terminated C string; the null pointer gives "".
func text(address uintptr) string {
	if address == 0 {
		return ""
	}
	start := (*byte)(pointer(address))
	n := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(start), n)) != 0 {
		n++
	}
	return string(unsafe.Slice(start, n))
}
