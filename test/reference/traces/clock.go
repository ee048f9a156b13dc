package main

import (
	"os"
	"path/filepath"
	"syscall"
	"time"
	"unsafe"
)

// clockAhead is the address of how many nanoseconds the clock of this process is ahead of the machine's; `clock.mjs` puts it
// into Go's runtime.
//
//go:linkname clockAhead runtime.clockAhead
var clockAhead uintptr

const clockVariable = "TRACES_CLOCK"

// ahead is shared by the recorder and every part of the cluster: they have one clock, which the recorder alone puts forward.
var ahead []byte

// shareClock makes the file by which the clock is put forward, for this process and its children.
func shareClock(folder string) error {
	path := filepath.Join(folder, "clock")
	if err := os.WriteFile(path, make([]byte, 8), 0o600); err != nil {
		return err
	}
	if err := os.Setenv(clockVariable, path); err != nil {
		return err
	}
	return followClock()
}

// followClock sets this process's clock by the file that the environment names.
func followClock() error {
	path := os.Getenv(clockVariable)
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	if ahead, err = syscall.Mmap(int(file.Fd()), 0, 8, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED); err != nil {
		return err
	}
	clockAhead = uintptr(unsafe.Pointer(&ahead[0]))
	return nil
}

func putForward(by time.Duration) {
	*(*int64)(unsafe.Pointer(&ahead[0])) += int64(by)
}

// machineTime is now by the clock of the machine.
func machineTime() time.Time {
	return time.Now().Add(-time.Duration(*(*int64)(unsafe.Pointer(&ahead[0]))))
}
