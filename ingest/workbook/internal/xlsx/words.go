package xlsx

import "encoding/binary"

// maxPrefix is the longest prefix of names that fastCells reads, in bytes.
const maxPrefix = 16

// words are the tags around values, with the prefix that the names of a part have.
type words struct {
	prefix     string
	value      word // <v>
	valueEnd   word // </v></c>
	formula    word // <f
	formulaEnd word // </f>
	cellEnd    word // </c>
	inline     word // <is>
	inlineEnd  word // </t></is></c>
	rowEnd     word // </row>
	item       word // <si>
	itemEnd    word // </t></si>
	text       word // <t>
	spaced     word // <t xml:space="preserve">
}

// wordsWith returns the words with that prefix, or nil if it is too long.
func wordsWith(prefix []byte) *words {
	if len(prefix) > maxPrefix {
		return nil
	}
	x := string(prefix)
	return &words{
		prefix:     x,
		value:      newWord("<" + x + "v>"),
		valueEnd:   newWord("</" + x + "v></" + x + "c>"),
		formula:    newWord("<" + x + "f"),
		formulaEnd: newWord("</" + x + "f>"),
		cellEnd:    newWord("</" + x + "c>"),
		inline:     newWord("<" + x + "is>"),
		inlineEnd:  newWord("</" + x + "t></" + x + "is></" + x + "c>"),
		rowEnd:     newWord("</" + x + "row>"),
		item:       newWord("<" + x + "si>"),
		itemEnd:    newWord("</" + x + "t></" + x + "si>"),
		text:       newWord("<" + x + "t>"),
		spaced:     newWord("<" + x + `t xml:space="preserve">`),
	}
}

// textAfter returns where the text begins in d after this tag and its own, 0 if d begins otherwise.
func (w *words) textAfter(open *word, d []byte) int {
	if !open.begins(d) {
		return 0
	}
	switch d := d[open.size:]; {
	case w.text.begins(d):
		return open.size + w.text.size
	case w.spaced.begins(d):
		return open.size + w.spaced.size
	}
	return 0
}

// maxWord is the longest text that a word holds, in bytes.
const maxWord = 64

// word is a text that data are compared with, its first eight bytes at a time.
type word struct {
	size        int
	first, mask uint64 // its first eight bytes, and which of them count
	text        [maxWord]byte
}

// newWord returns the word that is a text of up to maxWord bytes.
func newWord(text string) (w word) {
	w.set([]byte(text))
	return w
}

// set makes the word that text. A text that is too long gives a word with which no data begin.
func (w *word) set(text []byte) {
	if len(text) > maxWord {
		w.first, w.mask = 1, 0
		return
	}
	w.size = copy(w.text[:], text)
	w.first, w.mask = 0, 0
	for i, c := range text[:min(len(text), 8)] {
		w.first |= uint64(c) << (8 * i)
		w.mask |= 0xff << (8 * i)
	}
}

// begins tells whether data begin with the word. Less than eight bytes never do.
func (w *word) begins(data []byte) bool {
	return len(data) >= 8 && binary.LittleEndian.Uint64(data)&w.mask == w.first && (w.size <= 8 || w.continues(data))
}

// continues tells whether the rest of the word stands in data at its place.
func (w *word) continues(data []byte) bool {
	return len(data) >= w.size && string(data[8:w.size]) == string(w.text[8:w.size])
}
