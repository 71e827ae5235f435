"""An almanac of its own: sunset by the equations of Meeus, Astronomical Algorithms (2nd ed.), chapters 22, 25 and 15.

It shares nothing with the code under test. Angles are in degrees, time in Julian centuries from J2000.0;
ΔT is left out (70 s move the sun by 3″).
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

STANDARD_ALTITUDE = -0.8333  # 34′ of refraction and 16′ of radius
J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def sun_at(at: datetime) -> tuple[float, float]:
    """Apparent right ascension and declination of the sun."""
    t = (at - J2000) / timedelta(days=36525)
    mean = 280.46646 + t * (36000.76983 + t * 0.0003032)
    anomaly = 357.52911 + t * (35999.05029 - t * 0.0001537)
    center = (
        (1.914602 - t * (0.004817 + t * 0.000014)) * sin(anomaly)
        + (0.019993 - t * 0.000101) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    node = 125.04 - 1934.136 * t
    longitude = mean + center - 0.00569 - 0.00478 * sin(node)
    obliquity = 23.4392911 - t * (0.0130042 + t * (1.64e-7 - t * 5.04e-7)) + 0.00256 * cos(node)
    ascension = math.degrees(math.atan2(cos(obliquity) * sin(longitude), cos(longitude)))
    return ascension % 360, math.degrees(math.asin(sin(obliquity) * sin(longitude)))


def sidereal_at(at: datetime) -> float:
    """Mean sidereal time at Greenwich, in degrees."""
    days = (at - J2000) / timedelta(days=1)
    t = days / 36525
    return (280.46061837 + 360.98564736629 * days + t * t * 0.000387933) % 360


def sunset(on: date, latitude: float, longitude: float) -> datetime:
    """Sunset of a local date west or east of Greenwich, in UTC to the second: the hour angle, found by iteration."""
    at = datetime(on.year, on.month, on.day, 18, tzinfo=UTC) - timedelta(hours=longitude / 15)
    for _ in range(5):
        ascension, declination = sun_at(at)
        cosine = (sin(STANDARD_ALTITUDE) - sin(latitude) * sin(declination)) / (cos(latitude) * cos(declination))
        wanted = math.degrees(math.acos(cosine))
        is_now = (sidereal_at(at) + longitude - ascension + 180) % 360 - 180
        at += timedelta(days=(wanted - is_now) / 360.985647)
    return at
