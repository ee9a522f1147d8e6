package main

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// job posts what Carillon would: the same headers, and a body of the same size.
type job struct {
	name     string
	number   int
	schedule *herd
	sender   *sender
	outcomes chan<- outcome
}

type outcome struct {
	key, name           string
	due, sent, answered time.Time
	status              int
	problem             string
}

type body struct {
	Due   string `json:"due"`
	Model int    `json:"model"`
	Run   string `json:"run"`
}

// Run is called by robfig/cron, on a goroutine of its own.
func (j *job) Run() {
	result := outcome{due: j.schedule.due(time.Now()), sent: time.Now()}
	key := sha1.Sum([]byte(fmt.Sprintf("%s/%d", j.name, result.due.Unix())))
	result.key = fmt.Sprintf("%x-%x-%x-%x-%x", key[0:4], key[4:6], key[6:8], key[8:10], key[10:16])
	result.name = fmt.Sprintf("%s-%s-%x", j.name, result.due.UTC().Format("20060102-150405"), key[0:4])
	var err error
	if result.status, err = j.sender.post(&result, j.number); err != nil {
		result.problem = err.Error()
	}
	result.answered = time.Now()
	j.outcomes <- result
}

type sender struct {
	url    string
	client *http.Client
}

func newSender(url string, connections int) *sender {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	if connections > 0 {
		transport.MaxConnsPerHost = connections
		transport.MaxIdleConnsPerHost = connections
		transport.MaxIdleConns = connections
	}
	return &sender{url, &http.Client{Transport: transport, Timeout: 60 * time.Second}}
}

func (s *sender) post(result *outcome, number int) (int, error) {
	due := result.due.UTC().Format(time.RFC3339)
	content, err := json.Marshal(body{due, number, result.name})
	if err != nil {
		return 0, err
	}
	request, err := http.NewRequest("POST", s.url, bytes.NewReader(content))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Idempotency-Key", result.key)
	request.Header.Set("X-Carillon-Due", due)
	request.Header.Set("X-Carillon-Run-Name", result.name)
	request.Header.Set("X-Carillon-Attempt", "1")
	request.Header.Set("Content-Type", "application/json")
	answer, err := s.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}
