// Every wrapper is static inline in the header; a C target needs one file to compile.
#include "CSQLite.h"
