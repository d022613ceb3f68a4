/* Addresses that are public, what robots.txt says, and a server of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "fetch/fetch.h"
#include "fetch/robots.h"

static bool is_public(const char *text)
{
    struct sockaddr_in four = { .sin_family = AF_INET };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1) return fetch_is_public((struct sockaddr *)&four);
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return fetch_is_public((struct sockaddr *)&six);
}

static void the_public_net(void **state)
{
    (void)state;
    static const char *const open[] = { "1.1.1.1",      "93.184.216.34", "172.32.0.1",    "100.128.0.1",
                                        "2a00:1450::1", "2606:4700::1",  "::ffff:1.1.1.1" };
    static const char *const closed[] = { "127.0.0.1",
                                          "127.9.9.9",
                                          "10.1.2.3",
                                          "172.16.0.1",
                                          "172.31.255.255",
                                          "192.168.1.1",
                                          "169.254.169.254",
                                          "100.64.0.1",
                                          "0.0.0.0",
                                          "224.0.0.1",
                                          "255.255.255.255",
                                          "::1",
                                          "::",
                                          "fe80::1",
                                          "fc00::1",
                                          "fd12::1",
                                          "ff02::1",
                                          "::ffff:127.0.0.1",
                                          "::ffff:10.0.0.1",
                                          "64:ff9b::a00:1",
                                          "2002:7f00:1::",
                                          "2001:db8::1",
                                          "::7f00:1" };
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (!is_public(open[i])) fail_msg("%s is public", open[i]);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (is_public(closed[i])) fail_msg("%s is not public", closed[i]);
}

static bool may(const char *robots, const char *path)
{
    return robots_allow((chy_str){ robots, strlen(robots) }, CHY_LIT("chancery"), (chy_str){ path, strlen(path) });
}

static void what_robots_txt_says(void **state)
{
    (void)state;
    assert_true(may("", "/"));
    assert_true(may("User-agent: *\nDisallow:\n", "/x"));
    assert_false(may("User-agent: *\nDisallow: /\n", "/x"));
    assert_false(may("user-agent: *\r\ndisallow: /private # theirs\r\n", "/private/x"));
    assert_true(may("User-agent: *\nDisallow: /private\n", "/public"));
    assert_true(may("User-agent: *\nDisallow: /\nAllow: /news\n", "/news/7"));
    assert_true(may("User-agent: other\nDisallow: /\n", "/x"));
    assert_false(may("User-agent: other\nUser-agent: Chancery\nDisallow: /\n\nUser-agent: *\nDisallow:\n", "/x"));
    assert_true(may("User-agent: *\nDisallow: /\n\nUser-agent: chancery\nDisallow: /a\n", "/x"));
    assert_false(may("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf"));
    assert_true(may("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf?x"));
    assert_false(may("User-agent: *\nDisallow: /a*c*e\n", "/abcdef"));
}

/* ------------------------------------------------------------------ a server */

static const char server[] =
    "import http.server, sys\n"
    "class H(http.server.BaseHTTPRequestHandler):\n"
    "    def log_message(self, *a): pass\n"
    "    def do_GET(self):\n"
    "        p = self.path\n"
    "        def say(code, body=b'', **h):\n"
    "            self.send_response(code)\n"
    "            for k, v in h.items(): self.send_header(k.replace('_', '-'), v)\n"
    "            self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)\n"
    "        if p == '/robots.txt': say(200, b'User-agent: *\\nDisallow: /closed\\n')\n"
    "        elif p == '/page':\n"
    "            if self.headers.get('If-None-Match') == '\"v1\"': say(304)\n"
    "            else: say(200, b'<p>hello', Content_Type='text/html; charset=big5', ETag='\"v1\"', Last_Modified='Mon, 06 Sep 2021 10:00:00 GMT')\n"
    "        elif p == '/moved': say(301, Location='page#top')\n"
    "        elif p == '/round': say(302, Location='/round')\n"
    "        elif p == '/file': say(302, Location='file:///etc/passwd')\n"
    "        elif p == '/inside': say(302, Location='/closed/x')\n"
    "        elif p == '/agent': say(200, self.headers['User-Agent'].encode())\n"
    "        elif p == '/large':\n"
    "            self.send_response(200); self.end_headers()\n"
    "            try:\n"
    "                for i in range(40): self.wfile.write(b'x' * (1 << 20))\n"
    "            except OSError: pass\n"
    "        else: say(404)\n"
    "s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H)\n"
    "print(s.server_address[1], flush=True)\n"
    "s.serve_forever()\n";

static pid_t child;
static int port;

static int start(void **state)
{
    int pipes[2];
    char line[16] = "";
    (void)state;
    if (pipe(pipes) || (child = fork()) < 0) return -1;
    if (!child) {
        dup2(pipes[1], 1);
        execlp("python3", "python3", "-c", server, NULL);
        _exit(1);
    }
    close(pipes[1]);
    if (read(pipes[0], line, sizeof line - 1) <= 0) return -1;
    close(pipes[0]);
    port = atoi(line);
    return port ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    return 0;
}

/* What comes of an address: its bytes, or the sentence behind it. */
static const char *get(struct fetch *f, const char *path, const struct fetch_known *known, struct fetched *got)
{
    static char address[128], out[600];
    chy_err err = { 0 };
    snprintf(address, sizeof address, "http://127.0.0.1:%d%s", port, path);
    if (fetch_get(f, (chy_str){ address, strlen(address) }, known, got, &err))
        snprintf(out, sizeof out, "%s", strstr(err.text, ": ") ? strstr(err.text, ": ") + 2 : err.text);
    else
        snprintf(out, sizeof out, "%.*s", (int)got->bytes.len, got->bytes.ptr);
    return out;
}

static void from_a_server(void **state)
{
    struct fetch *f = NULL;
    struct fetched got;
    (void)state;
    assert_int_equal(fetch_open(&(struct fetch_options){ .agent = "chancery/1", .allow_private = true }, &f, NULL), CHY_OK);
    assert_string_equal(get(f, "/page", NULL, &got), "<p>hello");
    assert_true(str_is(got.type, "text/html; charset=big5") && str_is(got.etag, "\"v1\"") && got.modified.len);
    assert_string_equal(get(f, "/page", &(struct fetch_known){ .etag = CHY_LIT("\"v1\"") }, &got), "");
    assert_true(got.unchanged);
    assert_string_equal(get(f, "/moved", NULL, &got), "<p>hello");
    assert_true(str_ends(got.address, CHY_LIT("/page")));
    assert_string_equal(get(f, "/agent", NULL, &got), "chancery/1");
    assert_string_equal(get(f, "/round", NULL, &got), "leads from one address to the next too often");
    assert_string_equal(get(f, "/file", NULL, &got), "leads to what is no address of the web");
    assert_string_equal(get(f, "/closed/y", NULL, &got), "the site asks programs not to fetch it (robots.txt)");
    assert_non_null(strstr(get(f, "/inside", NULL, &got), "robots.txt"));
    assert_string_equal(get(f, "/none", NULL, &got), "the server answers 404");
    assert_string_equal(get(f, "/large", NULL, &got), "is larger than 32768 KiB, the most that is fetched");
    fetch_close(f);
}

static void not_from_within(void **state)
{
    struct fetch *f = NULL;
    struct fetched got;
    (void)state;
    assert_int_equal(fetch_open(&(struct fetch_options){ .agent = "chancery/1" }, &f, NULL), CHY_OK);
    assert_string_equal(get(f, "/page", NULL, &got), "leads to an address that is not public; --allow-private lets that be");
    fetch_close(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_public_net),
        cmocka_unit_test(what_robots_txt_says),
        cmocka_unit_test(from_a_server),
        cmocka_unit_test(not_from_within),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
