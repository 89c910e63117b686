package definition

import "nyckeltal/report/locale"

// Text is a text of a report in its languages. In YAML it is one text for all languages, or a mapping with sv and en.
// It may hold the placeholders that package locale knows.
type Text struct {
	Swedish string
	English string
}

// UnmarshalYAML reads `text` or `{sv: text, en: text}`.
func (t *Text) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if err := unmarshal(&one); err == nil {
		t.Swedish, t.English = one, one
		return nil
	}
	var both struct {
		Swedish string `yaml:"sv"`
		English string `yaml:"en"`
	}
	if err := unmarshal(&both); err != nil {
		return err
	}
	t.Swedish, t.English = both.Swedish, both.English
	return nil
}

// Empty tells whether the text is missing.
func (t Text) Empty() bool { return t.Swedish == "" && t.English == "" }

// In returns the text in the language, or in the other one when it is missing there.
func (t Text) In(language locale.Language) string {
	if language == locale.English && t.English != "" || t.Swedish == "" {
		return t.English
	}
	return t.Swedish
}
