// The functions are all in the headers; compiling this file shows that the headers stand on their own.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE // so that it also compiles as strict C11
#endif
#include "CLinux.h"
