// Package access knows who may ask the warehouse through the endpoint for analysts: accounts with a role and the hash of a
// password, in one file that commands write and the endpoint reads.
//
// The file is replaced as a whole, under a lock beside it, so that two writers do not lose each other's work and a reader
// sees one state or the other. A reader notices changes by itself. Passwords are hashed with argon2id and are nowhere else: no
// error and no file holds one.
//
// What a role may see is not decided here (package guard), nor how failed log-ins are slowed (package door).
package access
