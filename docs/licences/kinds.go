package main

import "strings"

const lesser = "GNU Lesser General Public License 3.0"

// kinds are the licences that the program may be linked with, each with a phrase of its text; the first that fits counts. A licence
// whose text names another one comes before it.
var kinds = []struct{ name, phrase string }{
	{"Mozilla Public License 2.0", "Mozilla Public License, version 2.0"},
	{"Mozilla Public License 2.0", "Mozilla Public License Version 2.0"},
	// Its terms for a linked work are kept by what is published: whoever has the sources can build the program with another version.
	{lesser, "GNU LESSER GENERAL PUBLIC LICENSE Version 3"},
	{"Apache License 2.0", "Apache License Version 2.0"},
	{"Apache License 2.0", "Licensed under the Apache License, Version 2.0"},
	{"BSD License", "Redistribution and use in source and binary forms"},
	{"MIT License", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"ISC License", "Permission to use, copy, modify, and/or distribute this software for any purpose"},
	{"ISC License", "Permission to use, copy, modify, and distribute this software for any purpose"},
	{"CC0 1.0, public domain", "CC0 1.0 Universal"},
	{"Unlicense, public domain", "This is free and unencumbered software released into the public domain"},
}

// kindOf returns the name of the licence that a text is, or "".
func kindOf(body []byte) string {
	plain := strings.ToLower(strings.Join(strings.Fields(string(body)), " "))
	for _, k := range kinds {
		if strings.Contains(plain, strings.ToLower(k.phrase)) {
			return k.name
		}
	}
	return ""
}
