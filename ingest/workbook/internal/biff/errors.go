package biff

// ErrorText returns the text of the error value with that code ([MS-XLSB] 2.5.98.2, [MS-XLS] 2.5.10). Codes that are in
// neither have the text that Excel shows for what it does not know.
func ErrorText(code byte) string {
	switch code {
	case 0x00:
		return "#NULL!"
	case 0x07:
		return "#DIV/0!"
	case 0x0f:
		return "#VALUE!"
	case 0x17:
		return "#REF!"
	case 0x1d:
		return "#NAME?"
	case 0x24:
		return "#NUM!"
	case 0x2a:
		return "#N/A"
	case 0x2b:
		return "#GETTING_DATA"
	}
	return "#UNKNOWN!"
}
