/* The kernels for any machine. */
#define KERNELS kernels_portable
#define KERNELS_NAME "portable"
#include "net/kernels_body.h"
