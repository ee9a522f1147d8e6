package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"sort"
	"strconv"
	"sync"
	"time"
)

// arrival is one fire as it came.
type arrival struct {
	at       time.Time
	key, due string
}

// target answers every request with 200, and tells afterwards what came and when.
type target struct {
	mutex    sync.Mutex
	arrivals []arrival
}

// report is what /report answers; times are microseconds, instants since 1970.
type report struct {
	Count        int   `json:"count"`
	DistinctKeys int   `json:"distinct_keys"`
	First        int64 `json:"first"`
	Last         int64 `json:"last"`
	// Behind the whole second that a request says it was due at.
	Lateness map[string]int64 `json:"lateness"`
}

// serve prints its address and answers until it is killed. It speaks just enough HTTP/1.1 for the two programs and for
// whoever asks for the report: net/http would spend half a core on answering, and that core is one of those measured.
func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	target := &target{}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go target.converse(connection)
	}
}

// converse answers one request behind the other, until the other side closes or sends what is not understood.
func (t *target) converse(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReader(connection)
	for {
		asked, err := readRequest(reader)
		if err == nil {
			_, err = connection.Write(t.answer(asked))
		}
		if err != nil {
			if err != io.EOF {
				fmt.Fprintln(os.Stderr, "go-peer: a connection ends:", err)
			}
			return
		}
	}
}

// fired is the answer to a fire, the same for all.
var fired = answer("{}")

func answer(content string) []byte {
	return []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(content), content))
}

func (t *target) answer(asked request) []byte {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	switch asked.path {
	case "/fire":
		t.arrivals = append(t.arrivals, asked.arrival)
		return fired
	case "/count":
		return answer(strconv.Itoa(len(t.arrivals)))
	case "/reset":
		t.arrivals = nil
		return answer("{}")
	case "/report":
		content, _ := json.Marshal(reportOn(t.arrivals))
		return answer(string(content))
	}
	return []byte("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
}

func reportOn(arrivals []arrival) report {
	report := report{Count: len(arrivals), Lateness: map[string]int64{}}
	if len(arrivals) == 0 {
		return report
	}
	keys := map[string]bool{}
	var lateness []int64
	for _, came := range arrivals {
		keys[came.key] = true
		at := came.at.UnixMicro()
		if report.First == 0 || at < report.First {
			report.First = at
		}
		if at > report.Last {
			report.Last = at
		}
		if due, err := time.Parse(time.RFC3339, came.due); err == nil {
			lateness = append(lateness, at-due.UnixMicro())
		}
	}
	report.DistinctKeys = len(keys)
	sort.Slice(lateness, func(a, b int) bool { return lateness[a] < lateness[b] })
	if count := len(lateness); count > 0 {
		report.Lateness["p50"] = lateness[count/2]
		report.Lateness["p99"] = lateness[count*99/100]
		report.Lateness["max"] = lateness[count-1]
	}
	return report
}
