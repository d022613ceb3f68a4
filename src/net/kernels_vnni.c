/* The kernels for x86-64 with AVX-512 VNNI; compiled for that alone. */
#if defined(__x86_64__)
#define KERNELS kernels_vnni
#define KERNELS_NAME "vnni"
#include "net/kernels_body.h"
#else
typedef int kernels_vnni_elsewhere;
#endif
