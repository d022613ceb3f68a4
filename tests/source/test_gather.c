/* What holds documents, taken apart: archives of the web, feeds, letters, tables, archives, and what is wrong with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "source/gather.h"
#include "source/source.h"

static char folder[] = "/tmp/chancery-gather-XXXXXX";

static int enter(void **state)
{
    (void)state;
    return mkdtemp(folder) && !chdir(folder) ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    char line[64];
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return chdir("/") || system(line);
}

/* ------------------------------------------------------------------ in memory, without a child */

static void put_field(buf *out, const char *key, chy_str value)
{
    if (!value.len) return;
    buf_str(out, str_of(key));
    buf_str(out, value);
}

static bool take(void *user, chy_str name, chy_str envelope, chy_str bytes)
{
    buf *out = user;
    struct envelope e = { 0 };
    chy_str rest;
    if (envelope.len) assert_true(envelope_read(envelope, &e, &rest));
    buf_str(out, name);
    put_field(out, " @", e.address);
    put_field(out, " title=", e.title);
    put_field(out, " date=", e.date);
    put_field(out, " by=", e.author);
    put_field(out, " in=", e.source);
    put_field(out, " lang=", e.lang);
    put_field(out, " type=", e.type);
    put_field(out, " charset=", e.charset);
    put_field(out, " at=", e.retrieved);
    buf_str(out, CHY_LIT(": "));
    buf_str(out, str_cut(bytes, 0, 200));
    buf_char(out, '\n');
    return true;
}

static bool miss(void *user, chy_str name, const char *why)
{
    buf *out = user;
    buf_str(out, CHY_LIT("! "));
    buf_str(out, name);
    buf_char(out, ' ');
    buf_str(out, str_of(why));
    buf_char(out, '\n');
    return true;
}

static char seen[1 << 16];

static const char *taken_apart(const char *name, chy_str bytes, const char *columns)
{
    buf out;
    buf_init(&out, NULL, NULL);
    struct gather g = { .take = take, .miss = miss, .user = &out, .columns = columns };
    struct stream s;
    stream_of_bytes(&s, bytes);
    g.tally.in = bytes.len;
    s.tally = &g.tally;
    gather_stream(&g, str_of(name), &s, -1, 0);
    stream_done(&s);
    assert_true(out.len < sizeof seen);
    if (out.len) memcpy(seen, out.ptr, out.len);
    seen[out.len] = 0;
    buf_done(&out, NULL);
    return seen;
}

#define EXPECT(name, text, columns, expected) assert_string_equal(taken_apart(name, str_of(text), columns), expected)

#define RECORD(type, address, length, content)                                                                                             \
    "WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Target-URI: " address "\r\nWARC-Date: 2020-02-03T04:05:06Z\r\nContent-Length: " length        \
    "\r\n\r\n" content "\r\n\r\n"

static void records_of_the_web(void **state)
{
    (void)state;
    EXPECT("a.warc",
           RECORD("warcinfo", "x:y", "4", "soft")
               RECORD("response", "http://a.example/", "62", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"big5\"\r\n\r\nhi")
                   RECORD("response", "http://b.example/", "55", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")
                       RECORD("response", "http://c.example/", "32", "HTTP/1.1 302 Found\r\n\r\nnever mind")
                           RECORD("response", "http://d.example/", "46", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG")
                               RECORD("request", "http://e.example/", "14", "GET / HTTP/1.1")
                                   RECORD("resource", "<http://f.example/>", "4", "text"),
           NULL,
           "http://a.example/ @http://a.example/ type=text/html charset=big5 at=2020-02-03T04:05:06Z: hi\n"
           "http://b.example/ @http://b.example/ at=2020-02-03T04:05:06Z: ab\n"
           "http://f.example/ @http://f.example/ at=2020-02-03T04:05:06Z: text\n");
    /* lengths that are wrong or missing: the next record is found */
    EXPECT(
        "a.warc",
        RECORD("resource", "a:1", "2", "longer than it says") RECORD("resource", "a:2", "none", "x") RECORD("resource", "a:3", "4", "good"),
        NULL,
        "a:1 @a:1 at=2020-02-03T04:05:06Z: lo\n! a:2 is in a record that does not say how long it is\na:3 @a:3 at=2020-02-03T04:05:06Z: good\n");
    EXPECT("a.warc", "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: a:1\r\nContent-Length: 99\r\n\r\ncut", NULL, "a:1 @a:1: cut\n");
    EXPECT("a.warc", "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: a:1\r\nContent-Length: 99999999999\r\n\r\ncut", NULL,
           "! a:1 is larger than 32 MiB, the most that one document may have\n");
    EXPECT("a.arc",
           "filedesc://a 0.0.0.0 20000101000000 text/plain 9\n1 0 x\n\nx\n\nhttp://a.example/ 192.0.2.1 20000101000000 text/plain 24\n"
           "HTTP/1.0 200 OK\r\n\r\nhello\n\n",
           NULL, "http://a.example/ @http://a.example/ at=20000101000000: hello\n");
}

static void feeds_of_many_kinds(void **state)
{
    (void)state;
    EXPECT(
        "f.xml",
        "<?xml version=\"1.0\"?><!-- a note --><rss><channel><title>News of A</title><language>en</language>"
        "<item><title>One &amp;amp; two&nbsp;<![CDATA[<b>three</b>]]></title><link> https://a.example/1 </link>"
        "<pubDate>Mon, 06 Sep 2021 10:00:00 GMT</pubDate><author>ola@a.example (Ola Nord)</author>"
        "<description>short</description><content:encoded><![CDATA[<p>Long &eacute;</p>]]></content:encoded></item>"
        "<item><title>Only a title</title></item><item><link>https://a.example/nothing</link></item></channel></rss>",
        NULL,
        "https://a.example/1 @https://a.example/1 title=One & two\xc2\xa0three date=Mon, 06 Sep 2021 10:00:00 GMT by=Ola Nord in=News of A "
        "lang=en type=text/html charset=utf-8: <p>Long &eacute;</p>\n"
        "f.xml#2 title=Only a title in=News of A lang=en type=text/plain charset=utf-8: Only a title\n");
    EXPECT(
        "f.xml",
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='no'><title type='html'>B</title><entry><title>T</title>"
        "<link rel='self' href='https://b.example/self'/><link href='https://b.example/2'/><updated>2021-01-02T00:00:00Z</updated>"
        "<published>2020-01-02T00:00:00Z</published><author><name>Kari Sor</name><email>k@b.example</email></author>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a &lt; b</p><br/>c</div></content></entry></feed>",
        NULL,
        "https://b.example/2 @https://b.example/2 title=T date=2020-01-02T00:00:00Z by=Kari Sor in=B lang=no type=text/html charset=utf-8: "
        "<div><p>a &lt; b</p><br></br>c</div>\n");
    EXPECT(
        "f.json",
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"C\",\"items\":[{\"url\":\"https://c.example/3\",\"content_text\":\"a < b\"}]}",
        NULL, "https://c.example/3 @https://c.example/3 in=C type=text/plain charset=utf-8: a < b\n");
    /* ill-formed: what is there is read */
    EXPECT("f.xml", "<rss><channel><item><title>A & B</title><description>Text <br> more</description></item><item><title>Z</titel>", NULL,
           "f.xml#1 title=A & B type=text/html charset=utf-8: Text <br> more</br>\nf.xml#2 title=Z type=text/plain charset=utf-8: Z\n");
    EXPECT("f.xml", "<rss version='2.0'><channel></channel></rss>", NULL, "");
    /* entities of its own are not looked at */
    EXPECT("f.xml",
           "<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY b \"bbbb\">]><rss><item><title>x&a;&b;y</title></item></rss>",
           NULL, "f.xml#1 title=x&a;&b;y type=text/plain charset=utf-8: x&a;&b;y\n");
}

#define HEAD "Received: from a\nFrom: =?utf-8?Q?K=C3=A5re?= =?iso-8859-1?B?IFP4cg==?= <k@a.example>\nDate: Tue, 7 Sep 2021 10:00:00 +0200\n"

static void letters(void **state)
{
    (void)state;
    EXPECT("l", HEAD "Subject: On\n the visit\n\nDear all,\nfine.\n", NULL,
           "l title=On the visit date=Tue, 7 Sep 2021 10:00:00 +0200 by=K\xc3\xa5re S\xc3\xb8r type=text/plain: Dear all,\nfine.\n\n");
    EXPECT("l", HEAD "Content-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n<p>a=3Db=\n c</p>", NULL,
           "l date=Tue, 7 Sep 2021 10:00:00 +0200 by=K\xc3\xa5re S\xc3\xb8r type=text/html charset=koi8-r: <p>a=b c</p>\n");
    EXPECT(
        "l.eml",
        "Subject: Papers\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_x\"\n\nfor old programs\n--=_x\n"
        "Content-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/html\n\n<p>page</p>\n--y\nContent-Type: text/plain\n\nplain\n--y--\n"
        "--=_x\nContent-Type: application/octet-stream; name=\"a b.txt\"\nContent-Transfer-Encoding: base64\n\naGVs\nbG8=\n--=_x\n"
        "Content-Type: image/png\n\nPNG\n--=_x\nContent-Type: message/rfc822\n\nSubject: Inner\n\nwithin\n--=_x--\n",
        NULL, "l.eml/a b.txt: hello\nl.eml/part-6 title=Inner type=text/plain: within\nl.eml title=Papers type=text/plain: plain\n");
    EXPECT(
        "box",
        "From a Mon\nFrom: A <a@a>\nReceived: x\nSubject: 1\n\none\n>From here\n\nFrom b Tue\nReceived: y\nFrom: b@b\nSubject: 2\n\ntwo\n",
        NULL, "box#1 title=1 by=A type=text/plain: one\nFrom here\n\n\nbox#2 title=2 by=b@b type=text/plain: two\n\n");
    EXPECT("l.eml", "Subject: x\nContent-Type: multipart/mixed; boundary=a\n\nno parts at all\n", NULL,
           "! l.eml is a letter without text\n");
    /* a text that only begins like one */
    EXPECT("note.txt", "From: the embassy\nSubject: a visit\n\nText.\n", NULL,
           "note.txt: From: the embassy\nSubject: a visit\n\nText.\n\n");
}

static void tables(void **state)
{
    (void)state;
    EXPECT("t.jsonl", "{\"id\":\"a\",\"text\":\"One.\",\"date\":\"2020-01\"}\n\n{\"text\":\"Two.\"}\n{\"text\":7}\nno\n{\"body\":\"x\"}\n",
           NULL,
           "a date=2020-01: One.\nt.jsonl#3: Two.\nt.jsonl#4: 7\n! t.jsonl#5 is no JSON object\n"
           "! t.jsonl#6 has no text; --columns text=NAME tells which member it is\n");
    EXPECT("-", "{\"a\":{\"b\":\"Deep.\"},\"n\":5,\"who\":[\"X\",\"Y\"]}\n", "text=a.b,id=n,author=who", "5 by=X: Deep.\n");
    EXPECT("t.csv", "id,Text,title\r\n1,\"A \"\"quoted\"\", text\nof two lines\",T\r\n2,plain,\r\n3,,x\r\n", NULL,
           "1 title=T: A \"quoted\", text\nof two lines\n2: plain\n! 3 is empty\n");
    EXPECT("t.tsv", "body\tpub\nx, y\t2020\n", "text=body,date=pub", "t.tsv#1 date=2020: x, y\n");
    EXPECT("t.csv", "a;b\n1;2\n", "text=c", "! t.csv has no column with the text; --columns text=NAME tells which it is\n");
    EXPECT("t.csv", "id,text,title\na\r,b\r,\nx,y, \n", NULL, "a\r: b\r\nx: y\n"); /* a "\r" within a row; a title of spaces */
    EXPECT("numbers.csv", "a,b\n1,2\n", NULL, "numbers.csv: a,b\n1,2\n\n");        /* no corpus: a text as any other */
}

/* ------------------------------------------------------------------ from files, by way of the child */

static const char *all_of(const char *name)
{
    chy_places places = { .names = &name, .count = 1 };
    chy_intake *in = NULL;
    chy_item item;
    chy_err err = { 0 };
    chy_status st;
    size_t len = 0;
    assert_int_equal(source_open(&places, &in, &err), CHY_OK);
    seen[0] = 0;
    while ((st = source_next(in, &item, &err)) != CHY_DONE) {
        if (st == CHY_ROW)
            len += (size_t)snprintf(seen + len, sizeof seen - len, "%.*s: %.*s\n", (int)item.name.len, item.name.ptr,
                                    item.bytes.len > 100 ? 100 : (int)item.bytes.len, item.bytes.ptr);
        else
            len += (size_t)snprintf(seen + len, sizeof seen - len, "! %s\n", err.text);
    }
    source_close(in);
    return seen;
}

static void run(const char *script)
{
    char line[4096];
    snprintf(line, sizeof line, "python3 - <<'END'\nimport zipfile, tarfile, io, gzip, bz2\n%s\nEND", script);
    assert_int_equal(system(line), 0);
}

static void archives(void **state)
{
    (void)state;
    run("z = zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED)\n"
        "z.writestr('letters/one.txt', 'One.')\nz.writestr('.hidden', 'x')\n"
        "t = io.BytesIO()\nw = tarfile.open(fileobj=t, mode='w:gz')\ni = tarfile.TarInfo('./two.txt'); i.size = 4\nw.addfile(i, io.BytesIO(b'Two.'))\nw.close()\n"
        "z.writestr('in.tgz', t.getvalue())\nz.writestr('three.txt.gz', gzip.compress(b'Three.'))\nz.writestr('four.bz2', bz2.compress(b'Four.'))\nz.close()");
    assert_string_equal(all_of("a.zip"),
                        "a.zip/letters/one.txt: One.\na.zip/in/two.txt: Two.\na.zip/three.txt.gz: Three.\na.zip/four.bz2: Four.\n");
    run("b = open('a.zip', 'rb').read()\nopen('cut.zip', 'wb').write(b[:len(b) // 2])\nopen('bad.gz', 'wb').write(gzip.compress(b'x' * 50)[:-12])");
    assert_non_null(strstr(all_of("cut.zip"), "! cut.zip"));
    assert_string_equal(all_of("bad.gz"), "! bad.gz: ends in the middle\nbad.gz: x\n");
}

static void bombs_are_refused(void **state)
{
    (void)state;
    run("b = gzip.compress(bytes(40 << 20))\nopen('bomb.gz', 'wb').write(b)\n"
        "z = zipfile.ZipFile('bomb.zip', 'w', zipfile.ZIP_DEFLATED)\nfor i in range(8): z.writestr('%d.txt' % i, b'0' * (31 << 20))\nz.close()\n"
        "p = b'end'\nfor i in range(9): p = gzip.compress(p)\nopen('deep.gz', 'wb').write(p)");
    assert_string_equal(all_of("bomb.gz"), "! bomb.gz: is larger than 32 MiB, the most that one document may have\n");
    assert_non_null(strstr(all_of("bomb.zip"), "unpacks to more than 250 times its size; that is not read\n"));
    assert_null(strstr(seen, "bomb.zip/7.txt"));
    assert_non_null(strstr(all_of("deep.gz"), "lies in too many archives within archives\n"));
}

static void what_comes_through_a_pipe(void **state)
{
    (void)state;
    run("open('p.jsonl', 'w').write(''.join('{\"id\":\"n%d\",\"text\":\"%s\"}\\n' % (i, 'x' * 3000) for i in range(50)))");
    FILE *p = popen("gzip -c p.jsonl", "r");
    assert_non_null(p);
    int saved = dup(STDIN_FILENO);
    dup2(fileno(p), STDIN_FILENO);
    const char *name = "-";
    chy_places places = { .names = &name, .count = 1, .columns = "" };
    chy_intake *in = NULL;
    chy_item item;
    int count = 0;
    assert_int_equal(source_open(&places, &in, NULL), CHY_OK);
    while (source_next(in, &item, NULL) == CHY_ROW) count += item.bytes.len == 3000;
    assert_int_equal(count, 50);
    source_close(in);
    dup2(saved, STDIN_FILENO);
    close(saved);
    pclose(p);
}

static const char *fetched(const char *type, chy_str body)
{
    static char record[1000];
    char head[200];
    int n = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n\r\n", type);
    int len = snprintf(record, sizeof record,
                       "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: %zu\r\n\r\n%s",
                       (size_t)n + body.len, head);
    assert_true((size_t)len + body.len + 4 < sizeof record);
    memcpy(record + len, body.ptr, body.len);
    memcpy(record + (size_t)len + body.len, "\r\n\r\n", 4);
    return taken_apart("a.warc", (chy_str){ record, (size_t)len + body.len + 4 }, NULL);
}

static void brotli_is_unpacked(void **state)
{
    (void)state;
    const chy_str packed = CHY_LIT(
        "\x1b\x71\x00\xf0\x8d\x94\xee\x3e\x82\x2c\x3d\x59\x6c\x0f\xe9\x13\xaa\x22\x54\x1b\x1b\x66\xa3\x40\xde\xc0\x21\x07\xec\xdf\x33"
        "\x0e\x3c\x70\x09\x36\xe0\xcc\x63\x8c\xdf\x74\x38\xb7\x8c\x19\xca\x15\x8b\x89\xea\x43\xfb\xcb\xa1\x57\x01\x4a\x0e\x05");
    assert_non_null(strstr(fetched("br", packed), ": <html><body><p>The ministers met in Oslo. The ministers"));
    assert_non_null(strstr(fetched("br", CHY_LIT("<p>not packed at all")), ": <p>not packed at all\n"));
    assert_non_null(strstr(fetched("br", CHY_LIT("\xff\xff\xff\xff\xff")), "! http://a.example/ is damaged: brotli cannot be unpacked"));
    assert_non_null(strstr(fetched("br", str_cut(packed, 0, 3)), "! http://a.example/ ends in the middle"));
}

struct misses {
    unsigned count;
    char last[100];
};

static bool count_miss(void *user, chy_str name, const char *why)
{
    struct misses *m = user;
    (void)name;
    m->count++;
    snprintf(m->last, sizeof m->last, "%s", why);
    return true;
}

/* A file of nothing but faults is told of up to a point, then by number. */
static void faults_without_end_are_counted(void **state)
{
    (void)state;
    enum { ROWS = 12345 };
    struct misses m = { 0 };
    struct gather g = { .take = take, .miss = count_miss, .user = &m };
    struct stream s;
    char *rows = malloc(ROWS * 9);
    assert_non_null(rows);
    for (int i = 0; i < ROWS; i++) memcpy(rows + i * 9, "{\"text\"}\n", 9);
    stream_of_bytes(&s, (chy_str){ rows, ROWS * 9 });
    g.tally.in = ROWS * 9;
    s.tally = &g.tally;
    gather_stream(&g, CHY_LIT("a.jsonl"), &s, -1, 0);
    stream_done(&s);
    free(rows);
    assert_int_equal(m.count, GATHER_MISSES_MOST + 1);
    assert_string_equal(m.last, "holds 2345 more that cannot be read");
}

/* What is left out of a letter is told. */
static void letters_within_letters_end(void **state)
{
    (void)state;
    char letter[2000] = "From: a@b.example\nMIME-Version: 1.0\nSubject: S\nContent-Type: multipart/mixed; boundary=x0\n\n";
    for (int i = 0; i < 12; i++)
        snprintf(letter + strlen(letter), sizeof letter - strlen(letter), "--x%d\nContent-Type: multipart/mixed; boundary=x%d\n\n", i,
                 i + 1);
    strcat(letter, "--x12\n\ntext\n--x12--\n");
    assert_non_null(
        strstr(taken_apart("a.eml", str_of(letter), NULL), "! a.eml has parts within parts beyond 8 levels, which are left out"));
    EXPECT("f.xml", "<rss><channel><title>x", NULL, "! f.xml is a feed that cannot be read\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brotli_is_unpacked),
        cmocka_unit_test(faults_without_end_are_counted),
        cmocka_unit_test(letters_within_letters_end),
        cmocka_unit_test(records_of_the_web),
        cmocka_unit_test(feeds_of_many_kinds),
        cmocka_unit_test(letters),
        cmocka_unit_test(tables),
        cmocka_unit_test(archives),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(what_comes_through_a_pipe),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
