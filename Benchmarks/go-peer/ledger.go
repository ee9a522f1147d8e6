package main

import (
	"database/sql"

	_ "github.com/mattn/go-sqlite3"
)

// ledger keeps outcomes as durably as Carillon does: WAL, and a sync to the disk with every transaction.
type ledger struct {
	database *sql.DB
	insert   *sql.Stmt
}

// Without any index: nothing could be faster to write to.
const schema = `CREATE TABLE ledger (
	id TEXT NOT NULL, name TEXT NOT NULL, due INTEGER NOT NULL, sent INTEGER NOT NULL, answered INTEGER NOT NULL,
	status INTEGER NOT NULL, problem TEXT NOT NULL
) STRICT`

func openLedger(path string) (*ledger, error) {
	database, err := sql.Open("sqlite3", path+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return nil, err
	}
	database.SetMaxOpenConns(1)
	if _, err := database.Exec(schema); err != nil {
		return nil, err
	}
	insert, err := database.Prepare("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)")
	return &ledger{database, insert}, err
}

// write returns when the batch is on the disk.
func (l *ledger) write(batch []outcome) error {
	transaction, err := l.database.Begin()
	if err != nil {
		return err
	}
	defer transaction.Rollback()
	insert := transaction.Stmt(l.insert)
	for _, o := range batch {
		_, err := insert.Exec(o.key, o.name, o.due.UnixMicro(), o.sent.UnixMicro(), o.answered.UnixMicro(), o.status, o.problem)
		if err != nil {
			return err
		}
	}
	return transaction.Commit()
}
