"""The mean of networks trained from the same beginning: average.py WORK OUT NAME...; leaves net-OUT.pt and voc-OUT.json."""
import shutil
import sys

import torch


def main():
    work, out, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    nets = [torch.load(f"{work}/net-{n}.pt") for n in names]
    total = nets[0]
    for k, v in total["net"].items():
        if v.is_floating_point():
            total["net"][k] = sum(n["net"][k] for n in nets) / len(nets)
    torch.save(total, f"{work}/net-{out}.pt")
    shutil.copy(f"{work}/voc-{names[0]}.json", f"{work}/voc-{out}.json")


main()
