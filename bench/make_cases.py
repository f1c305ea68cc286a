#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes a shift-scheduling case of the shape of a published one, for measuring.

    make_cases.py NUMBER [SEED] > case.txt

NUMBER is 1 to 24: staff, weeks and shifts are those of the published cases (Curtois and Qu, 2014); all else
is drawn: who may work which shifts and how often, days off, wishes, and cover that the staff could
about meet. Python's standard library only.
"""
import random
import sys

SHAPES = [  # staff, weeks, shifts
    (8, 2, 1), (14, 2, 2), (20, 2, 3), (10, 4, 2), (16, 4, 2), (18, 4, 3), (20, 4, 3), (30, 4, 4),
    (36, 4, 4), (40, 4, 5), (50, 4, 6), (60, 4, 10), (120, 4, 18), (32, 6, 4), (45, 6, 6), (20, 8, 3),
    (32, 8, 4), (22, 12, 3), (40, 12, 5), (50, 26, 6), (100, 26, 8), (50, 52, 10), (100, 52, 16),
    (150, 52, 32),
]


def shifts_of(count, draw):
    """Early to late; none may follow one that begins five hours later in the day or more."""
    kinds = []
    for i in range(count):
        start = 6 * 60 + (16 * 60 * i) // max(count, 2)
        kinds.append((f"s{i + 1}", start, 480 if count < 4 else draw.choice([450, 480, 480, 540, 600])))
    return [(name, minutes, [other for other, begins, _ in kinds if begins + 300 <= start])
            for name, start, minutes in kinds]


def main():
    number = int(sys.argv[1])
    draw = random.Random(f"{number} {sys.argv[2] if len(sys.argv) > 2 else 1}")
    staff, weeks, count = SHAPES[number - 1]
    days = weeks * 7
    shifts = shifts_of(count, draw)
    print(f"SECTION_HORIZON\n{days}\n\nSECTION_SHIFTS")
    for name, minutes, banned in shifts:
        print(f"{name},{minutes},{'|'.join(banned)}")
    print("\nSECTION_STAFF")
    people = []
    capacity = 0
    for i in range(staff):
        part = draw.random() < 0.25
        most = {name: days if draw.random() < 0.7 else 0 for name, _, _ in shifts}
        if not any(most.values()):
            most[draw.choice(shifts)[0]] = days
        for name in most:
            others = [other for other in most if other != name and most[other] == days]
            if most[name] and others and draw.random() < 0.1:
                most[name] = days * 5 // 14
        week = 1080 if part else 2160
        least = (600 if part else 1680) * weeks
        capacity += week * weeks
        run = draw.choice([5, 5, 6])
        weekends = draw.choice([1, 1, 1, 2]) * weeks // 2
        runs = (1, 2) if part else (2, draw.choice([2, 2, 3]))
        limits = "|".join(f"{name}={value}" for name, value in most.items())
        print(f"P{i + 1},{limits},{week * weeks},{least},{run},{runs[0]},{runs[1]},{weekends}")
        people.append((f"P{i + 1}", [name for name in most if most[name] > 0]))
    print("\nSECTION_DAYS_OFF")
    free = {}
    for name, _ in people:
        free[name] = sorted(draw.sample(range(days), max(1, weeks // 2)))
        print(f"{name},{','.join(map(str, free[name]))}")
    for title in ("ON", "OFF"):
        print(f"\nSECTION_SHIFT_{title}_REQUESTS")
        for name, may in people:
            for _ in range(weeks // 2 + 1 if title == "ON" else weeks // 3 + 1):
                first = draw.randrange(days)
                kind, weight = draw.choice(may), draw.randint(1, 3)
                for day in range(first, min(days, first + draw.randint(1, 4))):
                    if day not in free[name]:
                        print(f"{name},{day},{kind},{weight}")
    print("\nSECTION_COVER")
    mean = sum(minutes for _, minutes, _ in shifts) / count
    share = capacity / mean / days / count
    for day in range(days):
        for name, _, _ in shifts:
            needed = share * draw.uniform(0.6, 1.4) * (0.8 if day % 7 > 4 else 1.08)
            print(f"{day},{name},{int(needed + draw.random())},100,1")


if __name__ == "__main__":
    main()
