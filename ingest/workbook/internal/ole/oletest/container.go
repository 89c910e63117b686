// Package oletest builds compound files. Only tests use it.
package oletest

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// Stream is a stream to be put into a container.
type Stream struct {
	Name string
	Data []byte
}

// Container is a compound file to be built.
type Container struct {
	// Large has sectors of 4096 bytes instead of 512.
	Large bool
	// Reversed lays the sectors of each stream from its end to its beginning.
	Reversed bool
	Streams  []Stream
}

const (
	free       = 0xffffffff
	endOfChain = 0xfffffffe
	tableMark  = 0xfffffffd // a sector of the table of sectors
	listMark   = 0xfffffffc // a sector of the list of those

	miniSector = 64
	miniCutoff = 4096
	inHeader   = 109
)

// Workbook returns a container of one stream.
func Workbook(name string, data []byte) []byte {
	return Container{Streams: []Stream{{Name: name, Data: data}}}.Build()
}

// Build returns the file.
func (c Container) Build() []byte {
	b := builder{size: 512, reversed: c.Reversed}
	if c.Large {
		b.size = 4096
	}
	directory := entry("Root Entry", 5, 0, 0)
	for i, s := range c.Streams {
		var first uint32
		if len(s.Data) < miniCutoff {
			first = b.addMini(s.Data)
		} else {
			first = b.add(s.Data)
		}
		e := entry(s.Name, 2, first, len(s.Data))
		if i+1 < len(c.Streams) {
			binary.LittleEndian.PutUint32(e[72:], uint32(i+2))
		}
		directory = append(directory, e...)
	}
	root := entry("Root Entry", 5, b.add(b.mini), len(b.mini))
	binary.LittleEndian.PutUint32(root[76:], 1)
	copy(directory, root)
	return b.finish(b.add(directory), b.add(words(b.miniFAT)))
}

// entry returns an entry of the directory without any beside it.
func entry(name string, kind byte, first uint32, size int) []byte {
	e := make([]byte, 128)
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		binary.LittleEndian.PutUint16(e[2*i:], u)
	}
	binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
	e[66] = kind
	for at := 68; at < 80; at += 4 {
		binary.LittleEndian.PutUint32(e[at:], free)
	}
	binary.LittleEndian.PutUint32(e[116:], first)
	binary.LittleEndian.PutUint32(e[120:], uint32(size))
	return e
}

// builder lays out sectors.
type builder struct {
	size     int // of a sector
	reversed bool
	sectors  []byte
	fat      []uint32
	mini     []byte
	miniFAT  []uint32
}

// add appends a stream in sectors of its own and returns the first of them.
func (b *builder) add(data []byte) uint32 {
	n := (len(data) + b.size - 1) / b.size
	if n == 0 {
		return endOfChain
	}
	start := uint32(len(b.fat))
	parts := slices.Collect(slices.Chunk(data, b.size))
	step, first, last := uint32(1), start, start+uint32(n)-1
	if b.reversed {
		slices.Reverse(parts)
		step, first, last = ^uint32(0), last, first
	}
	for i, part := range parts {
		b.sectors = append(b.sectors, part...)
		b.sectors = append(b.sectors, make([]byte, b.size-len(part))...)
		next := start + uint32(i) + step
		if start+uint32(i) == last {
			next = endOfChain
		}
		b.fat = append(b.fat, next)
	}
	return first
}

// addMini appends a small stream and returns its first small sector.
func (b *builder) addMini(data []byte) uint32 {
	first := uint32(len(b.miniFAT))
	for part := range slices.Chunk(data, miniSector) {
		b.mini = append(b.mini, part...)
		b.mini = append(b.mini, make([]byte, miniSector-len(part))...)
		b.miniFAT = append(b.miniFAT, uint32(len(b.miniFAT)+1))
	}
	if len(data) == 0 {
		return endOfChain
	}
	b.miniFAT[len(b.miniFAT)-1] = endOfChain
	return first
}

// finish appends the table of sectors and the list of where it lies, and puts the header before all.
func (b *builder) finish(directory, miniFAT uint32) []byte {
	perSector := b.size / 4
	tables, lists := 0, 0
	for (len(b.fat)+tables+lists+perSector-1)/perSector > tables {
		tables++
		lists = (max(tables-inHeader, 0) + perSector - 2) / (perSector - 1)
	}
	first := uint32(len(b.fat))
	list := make([]uint32, 0, inHeader)
	for i := range tables {
		list = append(list, first+uint32(i))
		b.fat = append(b.fat, tableMark)
	}
	for range lists {
		b.fat = append(b.fat, listMark)
	}
	for len(b.fat) < tables*perSector {
		b.fat = append(b.fat, free)
	}
	head := b.header(directory, miniFAT, list)
	file := append(append(head, b.sectors...), words(b.fat)...)
	if lists == 0 {
		return file
	}
	next := first + uint32(tables)
	binary.LittleEndian.PutUint32(file[68:], next)
	for part := range slices.Chunk(list[inHeader:], perSector-1) {
		sector := slices.Repeat([]uint32{free}, perSector)
		copy(sector, part)
		if next++; len(part) < perSector-1 {
			next = endOfChain
		}
		sector[perSector-1] = next
		file = append(file, words(sector)...)
	}
	return file
}

// header returns the header, which takes a sector.
func (b *builder) header(directory, miniFAT uint32, list []uint32) []byte {
	h := make([]byte, b.size)
	copy(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(h[24:], 0x3e)
	binary.LittleEndian.PutUint16(h[26:], 3)
	binary.LittleEndian.PutUint16(h[28:], 0xfffe)
	binary.LittleEndian.PutUint16(h[30:], 9)
	if b.size == 4096 {
		binary.LittleEndian.PutUint16(h[26:], 4)
		binary.LittleEndian.PutUint16(h[30:], 12)
	}
	binary.LittleEndian.PutUint16(h[32:], 6)
	binary.LittleEndian.PutUint32(h[44:], uint32(len(list)))
	binary.LittleEndian.PutUint32(h[48:], directory)
	binary.LittleEndian.PutUint32(h[56:], miniCutoff)
	binary.LittleEndian.PutUint32(h[60:], miniFAT)
	binary.LittleEndian.PutUint32(h[68:], endOfChain)
	copy(h[76:512], bytes.Repeat([]byte{0xff}, 4*inHeader))
	copy(h[76:512], words(list[:min(len(list), inHeader)]))
	return h
}

// words returns numbers as bytes.
func words(list []uint32) []byte {
	b := make([]byte, 0, 4*len(list))
	for _, n := range list {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}
