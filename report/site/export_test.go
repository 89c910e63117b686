package site

// HasSwedish tells whether there is a Swedish text.
func HasSwedish(english string) bool {
	_, known := swedish[english]
	return known
}
