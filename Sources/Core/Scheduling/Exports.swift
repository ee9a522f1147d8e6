// Identifiers and JSON values are words of every signature here: who imports Scheduling may speak them.
@_exported import Values
