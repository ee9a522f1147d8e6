package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sort"
	"sync"
	"time"
)

// arrival is one request as it came.
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

// serve prints its address and answers until it is killed.
func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	target := &target{}
	mux := http.NewServeMux()
	mux.HandleFunc("/fire", target.fire)
	mux.HandleFunc("/count", target.count)
	mux.HandleFunc("/report", target.report)
	mux.HandleFunc("/reset", target.reset)
	fmt.Println(listener.Addr())
	return http.Serve(listener, mux)
}

func (t *target) fire(answer http.ResponseWriter, request *http.Request) {
	at := time.Now()
	io.Copy(io.Discard, request.Body)
	came := arrival{at, request.Header.Get("Idempotency-Key"), request.Header.Get("X-Carillon-Due")}
	t.mutex.Lock()
	t.arrivals = append(t.arrivals, came)
	t.mutex.Unlock()
	answer.Header().Set("Content-Type", "application/json")
	io.WriteString(answer, "{}")
}

func (t *target) count(answer http.ResponseWriter, _ *http.Request) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	fmt.Fprintln(answer, len(t.arrivals))
}

func (t *target) reset(http.ResponseWriter, *http.Request) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.arrivals = nil
}

func (t *target) report(answer http.ResponseWriter, _ *http.Request) {
	t.mutex.Lock()
	arrivals := append([]arrival(nil), t.arrivals...)
	t.mutex.Unlock()
	json.NewEncoder(answer).Encode(reportOn(arrivals))
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
