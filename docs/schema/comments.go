package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// comments finds what the source says of types and their fields.
type comments struct {
	root     string // of the module
	packages map[string]*source
	err      error // the first one
}

// source is what is needed of the source of a package.
type source struct {
	types     map[string]string // comments by type, and by TYPE.FIELD
	constants map[string]string // values of the constants that are texts or numbers
}

// ofType returns what the comment of a type says, without its name: "Sheets says which …" becomes "Says which …".
func (c *comments) ofType(t reflect.Type) string {
	return c.sentence(t, strings.TrimPrefix(c.load(t).types[t.Name()], t.Name()+" "))
}

// ofField returns what the comment of a field says, or else that of its type.
func (c *comments) ofField(t reflect.Type, field reflect.StructField) string {
	text := strings.TrimPrefix(c.load(t).types[t.Name()+"."+field.Name], field.Name+" ")
	of := field.Type
	for text == "" && (of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map) {
		of = of.Elem()
	}
	if text == "" && of.Kind() == reflect.Struct {
		return c.ofType(of)
	}
	return c.sentence(t, text)
}

var identifier = regexp.MustCompile(`\b[A-Z][A-Za-z]+\b`)

// sentence writes the fields and the constants that a comment mentions as configurations do, and begins it with a capital
// letter.
func (c *comments) sentence(t reflect.Type, text string) string {
	known := c.load(t).constants
	for _, verb := range []string{"is ", "are "} {
		text = strings.TrimPrefix(text, verb)
	}
	return identifier.ReplaceAllStringFunc(sentence(text), func(word string) string {
		if field, ok := t.FieldByName(word); ok && field.Tag.Get("yaml") != "" && field.Tag.Get("yaml") != "-" {
			return field.Tag.Get("yaml")
		}
		if value, ok := known[word]; ok {
			return value
		}
		return word
	})
}

// sentence begins a text with a capital letter.
func sentence(text string) string {
	for i, letter := range text {
		return string(unicode.ToUpper(letter)) + text[i+len(string(letter)):]
	}
	return ""
}

// load reads the source of the package that the type belongs to.
func (c *comments) load(t reflect.Type) *source {
	if s := c.packages[t.PkgPath()]; s != nil {
		return s
	}
	if c.packages == nil {
		c.packages = map[string]*source{}
	}
	s := &source{types: map[string]string{}, constants: map[string]string{}}
	c.packages[t.PkgPath()] = s
	_, folder, _ := strings.Cut(t.PkgPath(), "/")
	files, err := filepath.Glob(filepath.Join(c.root, folder, "*.go"))
	if len(files) == 0 && err == nil {
		err = fmt.Errorf("no source of %s below %s", t.PkgPath(), c.root)
	}
	for _, file := range files {
		var tree *ast.File
		if tree, err = parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments); err != nil {
			break
		}
		s.read(tree)
	}
	if c.err == nil {
		c.err = err
	}
	return s
}

// read takes the comments and constants of a file.
func (s *source) read(file *ast.File) {
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range general.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.types[spec.Name.Name] = flow(general.Doc, spec.Doc)
				if structure, ok := spec.Type.(*ast.StructType); ok {
					s.fields(spec.Name.Name, structure)
				}
			case *ast.ValueSpec:
				s.constant(general, spec)
			}
		}
	}
}

// fields takes the comments of the fields of a struct.
func (s *source) fields(name string, structure *ast.StructType) {
	for _, field := range structure.Fields.List {
		for _, ident := range field.Names {
			s.types[name+"."+ident.Name] = flow(field.Doc, field.Comment)
		}
	}
}

// constant takes the value of a constant.
func (s *source) constant(general *ast.GenDecl, spec *ast.ValueSpec) {
	if general.Tok != token.CONST || len(spec.Values) != 1 {
		return
	}
	if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
		value, err := strconv.Unquote(literal.Value)
		if err != nil {
			value = literal.Value
		}
		s.constants[spec.Names[0].Name] = value
	}
}

// flow joins comments to one paragraph.
func flow(groups ...*ast.CommentGroup) string {
	var words []string
	for _, group := range groups {
		words = append(words, strings.Fields(group.Text())...)
	}
	return strings.Join(words, " ")
}
