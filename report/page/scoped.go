package page

import "regexp"

// whole matches what stands for the whole document in the stylesheet.
var whole = regexp.MustCompile(`(:root|\bhtml|\bbody)( [{>])`)

// Scoped returns the page's style for a Fragment within an element of the class, where it changes nothing outside that element. The
// settings of paper are not in it.
func Scoped(class string) string {
	return "@scope (." + class + ") {\n" + whole.ReplaceAllString(stylesheet, ":scope$2") + "}\n"
}
