/*
 * scan.c: the recurrence of a simple recurrent unit (Lei, Zhang, Wang, Dai and Artzi, EMNLP 2018), forward and backward in time, for the
 * trainer.
 *
 * u (B, T, 6H): z f r of the forward direction, then of the backward one; x (B, T, 2H); v (4H): vf vr forward, vf vr backward.
 * c, h (B, T, 2H). A sentence's words are 0 .. lens[b] - 1; what lies behind them is left alone.
 * Made into a shared object by train/net.py; the runtime's own is src/parse.
 */
#include <math.h>
#include <string.h>

static inline float tanh_(float x)
{
    x = fminf(fmaxf(x, -4.97f), 4.97f);
    float s = x * x;
    return x * (135135.f + s * (17325.f + s * (378.f + s))) / (135135.f + s * (62370.f + s * (3150.f + s * 28.f)));
}
static inline float sigm(float x) { return .5f + .5f * tanh_(.5f * x); }

void scan_forward(const float *u, const float *x, const float *v, const int *lens, int B, int T, int H, float *c, float *h)
{
    float zero[4096] = { 0 };
    for (int b = 0; b < B; b++)
        for (int d = 0; d < 2; d++) {
            const float *vf = v + d * 2 * H, *vr = vf + H, *before = zero;
            for (int k = 0; k < lens[b]; k++) {
                int t = d ? lens[b] - 1 - k : k;
                const float *z = u + ((size_t)b * T + t) * 6 * H + d * 3 * H, *f = z + H, *r = f + H;
                const float *in = x + ((size_t)b * T + t) * 2 * H + d * H;
                float *cc = c + ((size_t)b * T + t) * 2 * H + d * H, *hh = h + ((size_t)b * T + t) * 2 * H + d * H;
                for (int i = 0; i < H; i++) {
                    float F = sigm(f[i] + vf[i] * before[i]), R = sigm(r[i] + vr[i] * before[i]);
                    float n = F * before[i] + (1 - F) * z[i];
                    cc[i] = n;
                    hh[i] = R * tanh_(n) + (1 - R) * in[i];
                }
                before = cc;
            }
        }
}

void scan_backward(const float *u, const float *x, const float *v, const int *lens, int B, int T, int H, const float *c, const float *dh,
                   float *du, float *dx, float *dv)
{
    float zero[4096] = { 0 }, dc[4096];
    for (int b = 0; b < B; b++)
        for (int d = 0; d < 2; d++) {
            const float *vf = v + d * 2 * H, *vr = vf + H;
            float *dvf = dv + d * 2 * H, *dvr = dvf + H;
            memset(dc, 0, sizeof dc);
            for (int k = lens[b]; k--;) {
                int t = d ? lens[b] - 1 - k : k, p = d ? t + 1 : t - 1;
                size_t at = (size_t)b * T + t;
                const float *z = u + at * 6 * H + d * 3 * H, *f = z + H, *r = f + H, *in = x + at * 2 * H + d * H;
                const float *now = c + at * 2 * H + d * H, *before = k ? c + ((size_t)b * T + p) * 2 * H + d * H : zero;
                const float *g = dh + at * 2 * H + d * H;
                float *dz = du + at * 6 * H + d * 3 * H, *df = dz + H, *dr = df + H, *di = dx + at * 2 * H + d * H;
                for (int i = 0; i < H; i++) {
                    float F = sigm(f[i] + vf[i] * before[i]), R = sigm(r[i] + vr[i] * before[i]), th = tanh_(now[i]);
                    float n = dc[i] + g[i] * R * (1 - th * th);
                    float e = g[i] * (th - in[i]) * R * (1 - R), w = n * (before[i] - z[i]) * F * (1 - F);
                    di[i] = g[i] * (1 - R);
                    dz[i] = n * (1 - F);
                    df[i] = w;
                    dr[i] = e;
                    dvf[i] += w * before[i];
                    dvr[i] += e * before[i];
                    dc[i] = n * F + w * vf[i] + e * vr[i];
                }
            }
        }
}
