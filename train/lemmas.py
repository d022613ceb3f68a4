"""Dictionary forms: which script a word takes, learned for whole words and for endings of up to six bytes (src/parse/lemma.h).

    sections.update(lemmas.sections(words, tags))     # words: form, lemma, tag ("NOUN NN"); tags: the list of net.tag.list

A longer ending is kept only where it says something else than the shorter ones, and is right more often; a lemma that has little to do with
its form ("went", "go") is known for the whole word only. Where an ending leads to what is no word ("provok"), the commonest scripts of the tag are tried.
"""
from collections import Counter, defaultdict

import numpy as np

import chymodel

ENDING = 6
WHOLE = ENDING + 1
SPARE, NONE = 8, 0xFFFF


def script(form, lemma):
    """The lemma as an edit of the form: "l3+y" is small letters, three bytes off the end, y put there; "=be" is "be"."""
    keep = lemma != lemma.lower()
    base, want = (form if keep else form.lower()).encode(), lemma.encode()
    n = 0
    while n < min(len(base), len(want)) and base[n] == want[n]:
        n += 1
    while n < len(want) and want[n] & 0xC0 == 0x80 or n < len(base) and base[n] & 0xC0 == 0x80:
        n -= 1
    off = len(base) - n
    if off > 9 or (n == 0 and off) or (off > 3 and n < 3):
        return "=" + lemma
    return ("k" if keep else "l") + str(off) + "+" + want[n:].decode()


def key(lower, tag, ending, upper):
    """tag: number in the list, counted from 1; ending in bytes, WHOLE for the whole word."""
    h = 0xCBF29CE484222325
    for b in lower if ending == WHOLE else lower[len(lower) - ending:]:
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return chymodel.feature(1 if ending == WHOLE else 2 + ending, h, tag, int(upper))


def _upper_first(form):
    return form[:1].isupper() or form[:1].istitle()


def sections(words, tags):
    """{"lemma.words", "lemma.scripts"} from (form, lemma, tag) of all training words."""
    number = {t: i + 1 for i, t in enumerate(tags)}
    use = Counter((form, lemma, number[tag]) for form, lemma, tag in words if lemma and tag in number)
    scripts, kinds = {}, []
    for (form, lemma, tag), times in sorted(use.items()):
        s = scripts.setdefault(script(form, lemma), len(scripts))
        kinds.append((form.lower().encode(), tag, _upper_first(form), s, times))
    now, pairs = [None] * len(kinds), []
    given = {n for s, n in scripts.items() if s[0] == "="}
    for ending in range(WHOLE + 1):
        groups = defaultdict(list)
        for i, (lower, tag, upper, _, _) in enumerate(kinds):
            if ending == WHOLE or ending <= len(lower):
                groups[key(lower, tag, ending, upper)].append(i)
        for k in sorted(groups):
            _settle(k, ending, groups[k], kinds, given, now, pairs)
    return {"lemma.words": chymodel.values(pairs), "lemma.scripts": chymodel.lines(list(scripts)), "lemma.spare": chymodel.section(_spare(kinds, scripts, len(tags)))}


def _spare(kinds, scripts, tags):
    """(tags + 1, SPARE) uint16: the scripts that most different words of a tag take, of those that change an ending; NONE for none."""
    count = [Counter() for _ in range(tags + 1)]
    names = list(scripts)
    for _, tag, _, s, _ in kinds:
        if names[s][0] == "l" and names[s][1] != "0":
            count[tag][s] += 1
    out = np.full((tags + 1, SPARE), NONE, "<u2")
    for tag, c in enumerate(count):
        for i, (s, times) in enumerate(sorted(c.items(), key=lambda v: (-v[1], v[0]))[:SPARE]):
            if times > 1:
                out[tag, i] = s
    return out


def _settle(k, ending, group, kinds, given, now, pairs):
    """One ending of one tag: the script most often right, kept when it says something that the shorter endings do not."""
    votes = Counter()
    for i in group:
        if ending == WHOLE or kinds[i][3] not in given:
            votes[kinds[i][3]] += kinds[i][4]
    if not votes:
        return
    best, times = min(votes.items(), key=lambda v: (-v[1], v[0]))
    already = sum(kinds[i][4] for i in group if now[i] == kinds[i][3])
    if all(now[i] == best for i in group) or times <= already or (2 < ending < WHOLE and times < 2):
        return
    pairs.append((k, best, times - already))
    for i in group:
        now[i] = best
