/* JSON lines and parted values, with columns named or not. */
#include "gather.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool named = size && data[0] == '!';
    fuzz_gather(table_gather, "f", named ? "text=a.b,id=n,title=t" : NULL, data + named, size - named);
    return 0;
}
