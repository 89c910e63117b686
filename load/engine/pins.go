package engine

// LibraryVersion is the version of libchdb that the program is made for, and fetches.
const LibraryVersion = "26.7.3-stable.1"

const libraryFile = "libchdb.so"

// libraryPin fixes the bytes of a library and of the npm package that carries it.
type libraryPin struct {
	pack   string // name and version of the npm package
	sha512 string // of the package's file, in base64: npm's "integrity" without its prefix
	member string // the library's name in the package
	size   int64  // of the library, in bytes
	sha256 string // of the library, in hexadecimal
}

// pins holds, by GOOS/GOARCH, the packages whose content has been verified. Elsewhere an installed library serves.
var pins = map[string]libraryPin{
	"linux/amd64": {
		pack:   "@chdb/lib-linux-x64-gnu@" + LibraryVersion,
		sha512: "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==",
		member: "package/libchdb.so",
		size:   566330096,
		sha256: "36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5",
	},
}
