// robfig/cron's side of the comparison: the same commands as cron-bench, measured in the same processor time.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/robfig/cron"
)

const chainLength = 128

var (
	start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	end   = time.Date(2088, 1, 1, 0, 0, 0, 0, time.UTC)
)

func main() {
	patterns := readPatterns(os.Args[2])
	if os.Args[1] == "check" {
		check(patterns)
		return
	}
	zone, err := time.LoadLocation(os.Args[3])
	fatal(err)
	limit, err := strconv.ParseFloat(os.Args[5], 64)
	fatal(err)
	speed(patterns, start.In(zone), os.Args[4], limit)
}

func readPatterns(path string) []string {
	file, err := os.Open(path)
	fatal(err)
	defer file.Close()
	var patterns []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if !strings.HasPrefix(lines.Text(), "#") {
			patterns = append(patterns, lines.Text())
		}
	}
	return patterns
}

func parse(pattern string) cron.Schedule {
	schedule, err := cron.ParseStandard(pattern)
	fatal(err)
	return schedule
}

// chain gives the number of evaluations and the sum of the fires, in seconds since 1970.
func chain(schedule cron.Schedule, from time.Time) (int, int64) {
	var sum int64
	instant := from
	for fires := 0; fires < chainLength; fires++ {
		instant = schedule.Next(instant)
		if instant.IsZero() || !instant.Before(end) {
			return fires + 1, sum
		}
		sum += instant.Unix()
	}
	return chainLength, sum
}

func check(patterns []string) {
	// Without a zone of its own, a schedule takes the zone of the time that Next is asked about.
	for _, pattern := range patterns {
		_, sum := chain(parse(pattern), start)
		fmt.Println(sum)
	}
}

func speed(patterns []string, from time.Time, mode string, limit float64) {
	var schedules []cron.Schedule
	for _, pattern := range patterns {
		schedules = append(schedules, parse(pattern))
	}
	evaluations := 0
	runtime.LockOSThread()
	begin := processorTime()
	for processorTime()-begin < limit {
		for i, pattern := range patterns {
			if mode == "chained" {
				count, _ := chain(schedules[i], from)
				evaluations += count
			} else {
				parse(pattern).Next(from)
				evaluations++
			}
		}
	}
	fmt.Println(evaluations, processorTime()-begin)
}

// processorTime is what this thread has spent computing, in seconds; the garbage collector's own threads are not counted.
func processorTime() float64 {
	const thread = 1
	var usage syscall.Rusage
	fatal(syscall.Getrusage(thread, &usage))
	spent := syscall.TimevalToNsec(usage.Utime) + syscall.TimevalToNsec(usage.Stime)
	return float64(spent) / 1e9
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
