package ods

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// isError tells whether the cell is an error. The standard has no kind for them: LibreOffice says so in a namespace of
// its own; of the results of formulas that other programs have saved, the text that is shown tells. Excel writes the
// number 0 and shows the error's code in the language of its user.
func (c *rawCell) isError() bool {
	if c.wrong || c.certain || !c.formula {
		return c.wrong
	}
	switch text := texts.View(c.text); text {
	case "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA":
		return true
	default:
		return strings.HasPrefix(text, internalError) || c.holds == numberValue && isCode(text)
	}
}

// isCode tells whether a text that stands for a number looks like the code of an error in some language, such as #NV or
// #¡VALOR!, as opposed to #12 and to ### for a number that is too long.
func isCode(text string) bool {
	rest, ok := strings.CutPrefix(text, "#")
	first, _ := utf8.DecodeRuneInString(rest)
	return ok && (unicode.IsLetter(first) || first == '¡' || first == '¿')
}

// internalError is what the errors of LibreOffice begin with that have a number instead of a name.
const internalError = "Err:"

// errorCell returns the cell of an error.
func (c *rawCell) errorCell() (cell.Cell, error) {
	text := texts.View(c.text)
	switch {
	case text == "":
		text = format.NoValue
	case strings.HasPrefix(text, internalError):
		text = common(text[len(internalError):])
	case !utf8.ValidString(text):
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "its text is not valid UTF-8")
	}
	return cell.Cell{Kind: cell.Error, Formula: c.formula, Text: text}, nil
}

// common returns the code that LibreOffice writes into Excel's formats instead of an error with this number.
func common(number string) string {
	switch number {
	case "502", "504", "508", "509", "510", "511", "519", "522": // arguments, syntax, circles
		return "#VALUE!"
	case "503":
		return "#NUM!"
	case "521":
		return "#NULL!"
	case "524":
		return "#REF!"
	case "525":
		return "#NAME?"
	case "532":
		return "#DIV/0!"
	}
	return "#N/A"
}
