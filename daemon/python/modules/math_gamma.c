/* gamma() and lgamma() by the approximation of Lanczos, with the coefficients that Modules/mathmodule.c has
 * (Boost's, for N = 13, g = 6.02...), so that the last bits are the same.
 */
#include <errno.h>
#include <math.h>

#include "daemon/python/modules/math.h"

#define TERMS        13
#define G            6.024680040776729583740234375
#define G_MINUS_HALF 5.524680040776729583740234375
#define LOG_PI       1.144729885849400174143427351353058711647
#define PI           3.141592653589793238462643383279502884197

static const double numerator[TERMS] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
static const double denominator[TERMS] = {0.0,        39916800.0, 120543840.0, 150917976.0, 105258076.0,
                                          45995730.0, 13339535.0, 2637558.0,   357423.0,    32670.0,
                                          1925.0,     66.0,       1.0};

/* Of whole numbers: factorials. */
#define WHOLE 23
static const double whole_gamma[WHOLE] = {1.0,
                                          1.0,
                                          2.0,
                                          6.0,
                                          24.0,
                                          120.0,
                                          720.0,
                                          5040.0,
                                          40320.0,
                                          362880.0,
                                          3628800.0,
                                          39916800.0,
                                          479001600.0,
                                          6227020800.0,
                                          87178291200.0,
                                          1307674368000.0,
                                          20922789888000.0,
                                          355687428096000.0,
                                          6402373705728000.0,
                                          121645100408832000.0,
                                          2432902008176640000.0,
                                          51090942171709440000.0,
                                          1124000727777607680000.0};

/* A quotient of two polynomials, from whichever end keeps the terms small. */
static double lanczos(double x)
{
    double top = 0.0, bottom = 0.0;
    if (x < 5.0) {
        for (int i = TERMS - 1; i >= 0; i--) {
            top = top * x + numerator[i];
            bottom = bottom * x + denominator[i];
        }
    } else {
        for (int i = 0; i < TERMS; i++) {
            top = top / x + numerator[i];
            bottom = bottom / x + denominator[i];
        }
    }
    return top / bottom;
}

/* sin(pi * x), exact where it is zero. */
static double sine_of_pi(double x)
{
    double y = fmod(fabs(x), 2.0), r;
    switch ((int)round(2.0 * y)) {
    case 0:
        r = sin(PI * y);
        break;
    case 1:
        r = cos(PI * (y - 0.5));
        break;
    case 2:
        r = sin(PI * (1.0 - y)); /* and no negative zero for 1 */
        break;
    case 3:
        r = -cos(PI * (y - 1.5));
        break;
    default:
        r = sin(PI * (y - 2.0));
    }
    return copysign(1.0, x) * r;
}

static double gamma_of_large(double x)
{
    if (x < 0.0)
        return 0.0 / sine_of_pi(x);
    errno = ERANGE;
    return HUGE_VAL;
}

/* The power in two steps where one would overflow. */
static double times_power(double r, double base, double size, bool divide)
{
    bool once = size < 140.0;
    double power = once ? pow(base, size - 0.5) : pow(base, size / 2.0 - 0.25);
    r = divide ? r / power : r * power;
    if (!once)
        r = divide ? r / power : r * power;
    return r;
}

static double gamma_by_lanczos(double x, double size)
{
    double y = size + G_MINUS_HALF, q, z, r;
    if (size > G_MINUS_HALF) { /* what the sum has lost */
        q = y - size;
        z = q - G_MINUS_HALF;
    } else {
        q = y - G_MINUS_HALF;
        z = q - size;
    }
    z = z * G / y;
    if (x < 0.0) {
        r = -PI / sine_of_pi(size) / size * exp(y) / lanczos(size);
        r -= z * r;
        return times_power(r, y, size, true);
    }
    r = lanczos(size) / exp(y);
    r += z * r;
    return times_power(r, y, size, false);
}

double math_gamma_of(double x)
{
    if (!isfinite(x)) {
        if (isnan(x) || x > 0.0)
            return x;
        errno = EDOM;
        return NAN;
    }
    if (x == 0.0) {
        errno = EDOM;
        return copysign(HUGE_VAL, x);
    }
    if (x == floor(x)) {
        if (x < 0.0) {
            errno = EDOM;
            return NAN;
        }
        if (x <= WHOLE)
            return whole_gamma[(int)x - 1];
    }
    double size = fabs(x), r;
    if (size < 1e-20)
        r = 1.0 / x;
    else
        r = size > 200.0 ? gamma_of_large(x) : gamma_by_lanczos(x, size);
    if (isinf(r))
        errno = ERANGE;
    return r;
}

double math_lgamma_of(double x)
{
    if (!isfinite(x))
        return isnan(x) ? x : HUGE_VAL;
    if (x == floor(x) && x <= 2.0) {
        if (x > 0.0)
            return 0.0;
        errno = EDOM;
        return HUGE_VAL;
    }
    double size = fabs(x);
    if (size < 1e-20)
        return -log(size);
    double r = log(lanczos(size)) - G;
    r += (size - 0.5) * (log(size + G - 0.5) - 1);
    if (x < 0.0)
        r = LOG_PI - log(fabs(sine_of_pi(size))) - log(size) - r;
    if (isinf(r))
        errno = ERANGE;
    return r;
}
