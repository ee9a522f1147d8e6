// The peer of the engine benchmark: what somebody would write in Go instead of running Carillon. robfig/cron says when,
// net/http sends, and the outcomes go into SQLite in batches; nothing is written down before a request is sent.
//
// With -serve it is the target of both programs instead.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	isTarget := flag.Bool("serve", false, "answer requests and remember when they came")
	var herd herd
	flag.StringVar(&herd.url, "url", "", "where each job posts to")
	flag.StringVar(&herd.database, "database", "", "the file for the outcomes")
	flag.IntVar(&herd.jobs, "jobs", 10_000, "jobs that are due at one instant")
	flag.IntVar(&herd.connections, "connections", 0, "connections at most; 0: as net/http does without being told")
	flag.IntVar(&herd.rounds, "rounds", 3, "how often they are due")
	first := flag.Int64("first", 0, "when for the first time, in seconds since 1970")
	seconds := flag.Int64("every", 20, "seconds between two rounds")
	flag.Parse()
	if *isTarget {
		fatal(serve())
		return
	}
	herd.first = time.Unix(*first, 0)
	herd.every = time.Duration(*seconds) * time.Second
	fatal(herd.run())
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "go-peer:", err)
		os.Exit(1)
	}
}
