// Package environment hides from rclone what it would otherwise take from the environment while its packages are
// initialised: before main, and with effects of its own. A malformed RCLONE_TIMEOUT ends the process, RCLONE_LOG_LEVEL
// makes it write to standard error, and without RCLONE_CONFIG it makes the folder ~/.config/rclone.
//
// It works because it imports syscall only: the language initialises packages in the order of their paths as soon as
// what they import is, and every package of rclone that reads the environment imports packages that need syscall and come
// after it. TestEnvironment holds it to that. Nothing else belongs here.
package environment

import "syscall"

func init() { hide(syscall.Environ(), syscall.Unsetenv, syscall.Setenv) }

// prefix begins the names of all variables that rclone reads as its own.
const prefix = "RCLONE_"

// hide takes rclone's variables out of the environment, and says that there is a configuration, which keeps it from
// making a folder for one.
func hide(variables []string, unset func(name string) error, set func(name, value string) error) {
	for _, variable := range variables {
		for i := range len(variable) {
			if variable[i] != '=' {
				continue
			}
			if i >= len(prefix) && variable[:len(prefix)] == prefix {
				_ = unset(variable[:i]) // fails for names that cannot be set either
			}
			break
		}
	}
	_ = set(prefix+"CONFIG", "") // a good name
}
