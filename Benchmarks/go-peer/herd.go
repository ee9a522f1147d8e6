package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/robfig/cron"
)

// herd is many jobs that are due at the same instants.
type herd struct {
	url, database             string
	jobs, connections, rounds int
	first                     time.Time
	every                     time.Duration
}

// finished is what is printed about a round, in seconds behind the instant at which it was due.
type finished struct {
	Round    int     `json:"round"`
	Failed   int     `json:"failed"`
	Answered float64 `json:"answered"`
	Recorded float64 `json:"recorded"`
}

// run arms all jobs, says that it is ready, and ends behind the last round.
func (h *herd) run() error {
	ledger, err := openLedger(h.database)
	if err != nil {
		return err
	}
	sender := newSender(h.url, h.connections)
	outcomes := make(chan outcome, h.jobs)
	scheduler := cron.New()
	for number := 0; number < h.jobs; number++ {
		job := &job{name: fmt.Sprintf("herd-%d", number), number: number, schedule: h, sender: sender, outcomes: outcomes}
		scheduler.Schedule(h, job)
	}
	scheduler.Start()
	fmt.Println("ready")
	for round := 0; round < h.rounds; round++ {
		if err := h.follow(round, ledger, outcomes); err != nil {
			return err
		}
	}
	return nil
}

// Next makes the herd a cron.Schedule: a fixed grid that ends.
func (h *herd) Next(after time.Time) time.Time {
	if after.Before(h.first) {
		return h.first
	}
	round := int(after.Sub(h.first)/h.every) + 1
	if round >= h.rounds {
		return time.Time{}
	}
	return h.first.Add(time.Duration(round) * h.every)
}

// due is the latest instant at or before now.
func (h *herd) due(now time.Time) time.Time {
	return h.first.Add(now.Sub(h.first) / h.every * h.every)
}

// follow writes the outcomes of a round, as many at a time as there are, and prints when the last one was durable.
func (h *herd) follow(round int, ledger *ledger, outcomes <-chan outcome) error {
	due := h.first.Add(time.Duration(round) * h.every)
	done := finished{Round: round}
	for written := 0; written < h.jobs; {
		batch := nextBatch(outcomes)
		for _, outcome := range batch {
			if outcome.status != 200 {
				done.Failed++
			}
			if answered := outcome.answered.Sub(due).Seconds(); answered > done.Answered {
				done.Answered = answered
			}
		}
		if err := ledger.write(batch); err != nil {
			return err
		}
		written += len(batch)
	}
	done.Recorded = time.Since(due).Seconds()
	return json.NewEncoder(os.Stdout).Encode(done)
}

// nextBatch waits for one outcome and takes what else is there, up to a thousand.
func nextBatch(outcomes <-chan outcome) []outcome {
	batch := []outcome{<-outcomes}
	for len(batch) < 1000 {
		select {
		case next := <-outcomes:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}
