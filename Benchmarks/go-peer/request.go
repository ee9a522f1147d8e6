package main

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"
	"time"
)

// request is what the target looks at: where it goes, and what a fire says of itself.
type request struct {
	path    string
	arrival arrival
}

// readRequest takes one request with its body, which must have a Content-Length if there is one.
func readRequest(reader *bufio.Reader) (request, error) {
	line, err := reader.ReadSlice('\n')
	if err != nil {
		return request{}, err
	}
	asked := request{arrival: arrival{at: time.Now()}}
	words := bytes.Fields(line)
	if len(words) != 3 {
		return request{}, fmt.Errorf("this is no request: %q", line)
	}
	asked.path = string(words[1])
	length, err := readHeaders(reader, &asked.arrival)
	if err != nil {
		return request{}, err
	}
	_, err = reader.Discard(length)
	return asked, err
}

// readHeaders takes the lines up to the empty one, and gives the length of the body behind it.
func readHeaders(reader *bufio.Reader, came *arrival) (length int, err error) {
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return length, nil
		}
		colon := bytes.IndexByte(line, ':')
		if colon < 0 {
			return 0, fmt.Errorf("this is no header: %q", line)
		}
		name, value := line[:colon], bytes.TrimSpace(line[colon+1:])
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")), bytes.EqualFold(name, []byte("Expect")):
			return 0, fmt.Errorf("this target does not know %q", line)
		case bytes.EqualFold(name, []byte("Idempotency-Key")):
			came.key = string(value)
		case bytes.EqualFold(name, []byte("X-Carillon-Due")):
			came.due = string(value)
		}
	}
}
