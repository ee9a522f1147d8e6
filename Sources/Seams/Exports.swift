// Who stands at a seam speaks its HTTP.
@_exported import HTTP
