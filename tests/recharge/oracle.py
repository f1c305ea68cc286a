# SPDX-License-Identifier: MIT
"""What each practice owes, worked out a second time from docs/manual/pool.md alone, in fractions; and pools that are
drawn at random for it. It shares nothing with accord."""

import calendar
import csv
import datetime
import hashlib
import random
from fractions import Fraction

PARTS = ["morning", "afternoon", "evening", "night"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
GATES = ["performers list", "gmc", "dbs", "indemnity", "right to work", "training"]
EVENTS = ["number", "when", "by", "event", "doctor", "request", "date", "part", "site", "starts", "minutes", "until", "to",
          "of", "cancelled by", "notice hours", "share percent", "reason", "previous"]
DAY = datetime.timedelta(days=1)


def pence(pounds):
    """Rounded to the nearest penny, halves away from nought, as a whole number of pence."""
    twice = abs(pounds) * 200
    whole = (twice.numerator // twice.denominator + 1) // 2
    return whole if pounds >= 0 else -whole


def write(folder, name, rows, columns):
    with open(folder / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def month_days(month):
    year, number = map(int, month.split("-"))
    return [datetime.date(year, number, d + 1) for d in range(calendar.monthrange(year, number)[1])]


def holds(row, day):
    return row["from"] <= day and (row.get("until") is None or day <= row["until"])


def one(rows, day):
    found = [row for row in rows if holds(row, day)]
    assert len(found) <= 1, found
    return found[0] if found else None


class Pool:
    """Rows of every file; dates are dates, numbers fractions."""

    def __init__(self):
        self.sites, self.doctors, self.skills = [], [], ["derm", "minor"]
        self.holidays, self.requests, self.rates, self.charges, self.vat = [], {}, [], [], []
        self.timesheets, self.events, self.free_minutes = {}, [], 0
        self.contracts, self.portfolio, self.leave, self.carrying, self.keys = [], [], [], [], []

    # ---- what is owed ----

    def kind(self, day, part):
        if day in self.holidays:
            return "bank holiday"
        return "out of hours" if day.weekday() >= 5 or part in ("evening", "night") else "weekday"

    def rate(self, kind, site, skill, day):
        for a, b in ((site, skill), (site, ""), ("", skill), ("", "")):
            found = one([r for r in self.rates if (r["kind"], r["site"], r["skill"]) == (kind, a, b)], day)
            if found:
                return found
        raise LookupError(f"rate {kind} {site} {skill} {day}")

    def extra(self, charge, site, day, needed=False):
        for a in (site, ""):
            found = one([r for r in self.charges if (r["charge"], r["site"]) == (charge, a)], day)
            if found:
                return found["value"]
        if needed or [r for r in self.charges if r["charge"] == charge and r["site"] in ("", site)]:
            raise LookupError(f"{charge} {site} {day}")
        return Fraction(0)

    def basis(self, site, day):
        for a in (site, ""):
            found = one([r for r in self.vat if r["site"] == a], day)
            if found:
                return found
        raise LookupError(f"VAT {site} {day}")

    def charge(self, request, day, part, length, worked, miles, share):
        site, skill = self.requests[request]["site"], self.requests[request]["skill"]
        rate = self.rate(self.kind(day, part), site, skill, day)
        price = rate["pounds"]
        if rate["unit"] == "hour":
            price *= Fraction(min(worked, length), 60)
        price *= Fraction(share, 100)
        over = worked - length - self.free_minutes
        if over > 0:
            price += rate["overrun"] * Fraction(over, 60)
        price += price * self.extra("on-costs percent", site, day) / 100
        price += price * self.extra("administration percent", site, day) / 100
        if miles:
            price += miles * self.extra("travel pence a mile", site, day, needed=True) / 100
        basis = self.basis(site, day)
        net = pence(price)
        percent = basis["percent"] if basis["basis"] == "standard rated" else Fraction(0)
        return {"site": site, "day": day, "part": part, "net": net, "vat": pence(Fraction(net, 100) * percent / 100),
                "basis": basis["basis"], "minutes": worked}

    def charges_of(self, months):
        """Every charge of the months by its item."""
        found = {}
        for code, sheet in self.timesheets.items():
            if f"{sheet['date']:%Y-%m}" in months and sheet["confirmed"]:
                length = self.requests[sheet["request"]]["minutes"] or 250
                found[f"timesheet {code}"] = self.charge(sheet["request"], sheet["date"], sheet["part"], length,
                                                         sheet["minutes"], sheet["miles"], 100)
        for event in self.cancelled():
            if f"{event['date']:%Y-%m}" in months:
                found[f"cancellation {event['number']}"] = self.charge(
                    event["code"], event["date"], event["part"], event["minutes"], event["minutes"], 0, event["share"])
        return found | self.carried(months)

    # ---- what nobody had ----

    def idle(self, month):
        """Sessions that contracts gave and that were neither worked nor charged, over all doctors."""
        total = Fraction(0)
        for doctor in self.doctors:
            given, learning = Fraction(0), Fraction(0)
            for day in month_days(month):
                contract = one([c for c in self.contracts if c["doctor"] == doctor], day)
                if contract:
                    learning += Fraction(contract["learning"], 365 * (contract["minutes"] or 250)) - Fraction(contract["cpd"], 7)
                away = [v for v in self.leave if v["doctor"] == doctor and v["from"] <= day <= v["until"]]
                if contract and not away and day not in self.holidays:
                    if day.weekday() < 5:
                        given += Fraction(contract["sessions"] - contract["cpd"], 5)
                    given -= len([p for p in self.portfolio if (p["doctor"], p["weekday"]) == (doctor, WEEKDAYS[day.weekday()])])
            used = Fraction(len([s for s in self.timesheets.values()
                                 if s["doctor"] == doctor and f"{s['date']:%Y-%m}" == month]))
            used += sum(Fraction(e["share"], 100) for e in self.cancelled()
                        if e["doctor"] == doctor and f"{e['date']:%Y-%m}" == month)
            total += max(Fraction(0), max(Fraction(0), given - Fraction(pence(max(Fraction(0), learning)), 100)) - used)
        return total

    def site_open(self, site, day):
        row = next(s for s in self.sites if s["site"] == site)
        return not row.get("closes") or day.isoformat() < row["closes"]

    def weights(self, key, month):
        found = {s["site"]: Fraction(0) for s in self.sites}
        for day in month_days(month):
            if key == "sessions requested":
                for request in self.requests.values():
                    pattern = request["pattern"]
                    asked = {"fixed": day == request["from"], "weekly": WEEKDAYS[day.weekday()] == request["weekday"],
                             "any": day.weekday() == 0}[pattern]
                    if asked and request["from"] <= day and self.site_open(request["site"], day):
                        found[request["site"]] += request["sessions"]
            else:
                for row in self.keys:
                    if holds(row, day) and self.site_open(row["site"], day):
                        found[row["site"]] += 1 if key == "equal" else row["size"]
        return found

    def carried(self, months):
        found, reserved, left = {}, None, 0
        for month in sorted(months):
            days = month_days(month)
            row = one(self.carrying, days[0])
            if row is None:
                continue
            cost = pence(self.idle(month) * row["cost"])
            own = lambda net, day=days[-1]: {"site": "TRUST", "day": day, "part": "", "net": net, "vat": 0,  # noqa: E731
                                             "basis": "no supply", "minutes": 0}
            if row["by"] == "pooled by key":
                for site, share in self.split(cost, self.weights(row["key"], month)).items():
                    day = max(d for d in days if self.site_open(site, d))
                    basis = self.basis(site, day)
                    percent = basis["percent"] if basis["basis"] == "standard rated" else Fraction(0)
                    found[f"unallocated {month} {site}"] = {
                        "site": site, "day": day, "part": "", "net": share, "basis": basis["basis"], "minutes": 0,
                        "vat": pence(Fraction(share, 100) * percent / 100)}
                continue
            if row["by"] == "reserve":
                if reserved is not row:
                    reserved, left = row, pence(row["reserve"])
                    if left:
                        found[f"set-aside {row['from']}"] = own(left, row["from"])
                used = min(cost, left)
                left, cost = left - used, cost - used
                if used:
                    found[f"reserve {month}"] = own(used)
            if cost:
                found[f"trust {month}"] = own(cost)
        return found

    @staticmethod
    def split(total, weights):
        """Largest remainder, equal ones in the order of codes; sites that get nothing are left out."""
        if not total:
            return {}
        all_ = sum(weights.values())
        exact = {site: total * weight / all_ for site, weight in sorted(weights.items())}
        shares = {site: int(amount) for site, amount in exact.items()}
        for site in sorted(exact, key=lambda s: shares[s] - exact[s])[:total - sum(shares.values())]:
            shares[site] += 1
        return {site: share for site, share in shares.items() if share}

    def cancelled(self):
        last = {}
        for event in self.events:
            last[event["doctor"], event["request"], event["date"], event["part"]] = event
        return [e for e in last.values() if e["event"] == "cancelled" and e["who"] == "practice" and e["share"]]

    # ---- files ----

    def save(self, folder):
        iso = lambda day: "" if day is None else day.isoformat()  # noqa: E731
        dated = lambda row: {**row, "from": iso(row["from"]), "until": iso(row.get("until"))}  # noqa: E731
        plain = lambda n: "" if n is None else f"{float(n):.6f}".rstrip("0").rstrip(".")  # noqa: E731
        write(folder, "sites.csv", self.sites, ["site", "name", "opens", "closes"])
        write(folder, "doctors.csv", [{"doctor": d, "home": "Town"} for d in self.doctors], ["doctor", "home"])
        write(folder, "contracts.csv", [{**dated(c), "basis": "trust", "sessions a week": c["sessions"],
                                         "cpd sessions a week": c["cpd"], "session minutes": plain(c["minutes"]),
                                         "terms": f"learns {c['learning']}"} for c in self.contracts],
              ["doctor", "from", "until", "basis", "sessions a week", "cpd sessions a week", "session minutes", "terms"])
        write(folder, "terms.csv", [{"terms": f"learns {m}", "learning minutes a year": m}
                                    for m in sorted({c["learning"] for c in self.contracts})],
              ["terms", "learning minutes a year"])
        write(folder, "portfolio.csv", [{**p, "what": "clinic"} for p in self.portfolio], ["doctor", "weekday", "part", "what"])
        write(folder, "leave.csv", [dated(v) for v in self.leave], ["doctor", "from", "until"])
        (folder / "carrying.csv").unlink(missing_ok=True)
        if self.carrying:
            write(folder, "carrying.csv", [{**dated(c), "carried by": c["by"], "cost pounds a session": plain(c["cost"]),
                                            "reserve pounds": plain(c["reserve"]), "decided by": "Board",
                                            "decided on": "2014-12-01"} for c in self.carrying],
                  ["from", "until", "carried by", "key", "cost pounds a session", "reserve pounds", "decided by", "decided on"])
        write(folder, "keys.csv", [{**dated(k), "list size": k["size"]} for k in self.keys],
              ["site", "from", "until", "list size"])
        write(folder, "gates.csv", [{"doctor": d, "gate": g, "state": "included" if g == GATES[0] else "held",
                                     "from": "2014-01-01"} for d in self.doctors for g in GATES],
              ["doctor", "gate", "state", "from"])
        write(folder, "skills.csv", [{"skill": s} for s in self.skills], ["skill"])
        write(folder, "bank-holidays.csv", [{"date": iso(d)} for d in self.holidays], ["date"])
        write(folder, "requests.csv", [{**dated(r), "request": c, "bank holidays": "yes", "minutes": r["minutes"] or ""}
                                       for c, r in self.requests.items()],
              ["request", "site", "pattern", "from", "until", "weekday", "part", "sessions", "minutes", "skill",
               "bank holidays"])
        write(folder, "rates.csv", [{**dated(r), "pounds": plain(r["pounds"]), "overrun pounds an hour": plain(r["overrun"])}
                                    for r in self.rates],
              ["kind", "site", "skill", "from", "until", "unit", "pounds", "overrun pounds an hour"])
        write(folder, "charges.csv", [{**dated(r), "value": plain(r["value"])} for r in self.charges],
              ["charge", "site", "from", "until", "value"])
        write(folder, "vat.csv", [{**dated(r), "percent": plain(r["percent"]), "source": "a ruling", "decided by": "M. Lane",
                                   "decided on": "2014-01-01"} for r in self.vat],
              ["basis", "percent", "site", "from", "until", "source", "reference", "decided by", "decided on"])
        write(folder, "issuer.csv", [{"issuer": "TRUST", "name": "A trust", "vat number": "GB 1", "prefix": "T-",
                                      "payment days": 30}],
              ["issuer", "name", "address", "vat number", "prefix", "payment days"])
        write(folder, "rules.csv", [{"rule": "overrun minutes not charged", "value": self.free_minutes}],
              ["rule", "from", "value"])
        write(folder, "timesheets.csv", [{
            "timesheet": code, "doctor": s["doctor"], "request": self.code(s["request"], s["date"]), "date": iso(s["date"]),
            "part": s["part"], "minutes": s["minutes"], "miles": plain(s["miles"] or None),
            "confirmed by": "P. Reed" if s["confirmed"] else "", "confirmed on": iso(s["date"]) if s["confirmed"] else ""}
            for code, s in self.timesheets.items()],
            ["timesheet", "doctor", "request", "date", "part", "minutes", "miles", "confirmed by", "confirmed on"])
        self.save_events(folder)

    def code(self, request, day):
        """As a roster writes it."""
        pattern = self.requests[request]["pattern"]
        if pattern == "fixed":
            return request
        return f"{request}/{(day if pattern == 'weekly' else day - day.weekday() * DAY).isoformat()}"

    def save_events(self, folder):
        previous, lines = "", [",".join(EVENTS) + "\n"]
        for event in self.events:
            previous = hashlib.sha256(lines[-1].encode()).hexdigest()
            row = {"number": event["number"], "when": "2015-01-01T09:00:00Z", "by": "R", "event": event["event"],
                   "doctor": event["doctor"], "request": event["request"], "date": event["date"].isoformat(),
                   "part": event["part"], "site": self.requests[event["code"]]["site"], "starts": "08:30",
                   "minutes": event["minutes"], "previous": previous, "of": event.get("of", "")}
            if event["event"] == "cancelled":
                row |= {"cancelled by": event["who"], "notice hours": 20,
                        "share percent": "" if event["share"] is None else event["share"]}
            lines.append(",".join(str(row.get(c, "")) for c in EVENTS) + "\n")
        (folder / "events.csv").write_text("".join(lines))


# ---- pools at random ----

def spans(rnd, first, last):
    """The whole time cut at random days: no gap and no overlap."""
    cuts = sorted(rnd.sample(range(1, (last - first).days), rnd.choice([0, 0, 1, 2])))
    starts = [first] + [first + c * DAY for c in cuts]
    ends = [s - DAY for s in starts[1:]] + [rnd.choice([None, last])]
    return list(zip(starts, ends))


def some_of(rnd, first, last):
    """One or no span within the time."""
    if rnd.random() < 0.5:
        return []
    a, b = sorted(first + rnd.randrange((last - first).days) * DAY for _ in range(2))
    return [(a, b)]


def decimal(rnd, most, places):
    return Fraction(rnd.randrange(most * 10 ** places), 10 ** rnd.choice([0, 2, places]) * 1) % most


def draw(seed, months):
    """A pool with sessions in the months."""
    rnd, pool = random.Random(seed), Pool()
    first, last = month_days(months[0])[0] - 40 * DAY, month_days(months[-1])[-1] + 40 * DAY
    pool.sites = [{"site": f"S{i}", "name": f"Site, {i}"} for i in range(rnd.randint(1, 4))]
    pool.doctors = [f"D{i}" for i in range(rnd.randint(1, 4))]
    pool.holidays = [first + rnd.randrange((last - first).days) * DAY for _ in range(2)]
    pool.free_minutes = rnd.choice([0, 0, 10])
    sites = [s["site"] for s in pool.sites]
    for kind in ("weekday", "out of hours", "bank holiday"):
        keys = [("", "", spans(rnd, first, last))]
        keys += [(rnd.choice(sites + [""]), rnd.choice(pool.skills + [""]), some_of(rnd, first, last))]
        if keys[1][:2] == ("", ""):
            keys.pop()
        pool.rates += [{"kind": kind, "site": a, "skill": b, "from": f, "until": u, "unit": rnd.choice(["session", "hour"]),
                        "pounds": decimal(rnd, 400, 6), "overrun": decimal(rnd, 120, 3)} for a, b, all_ in keys
                       for f, u in all_]
    for charge, most in (("on-costs percent", 40), ("administration percent", 12), ("travel pence a mile", 60)):
        if charge.startswith("travel") or rnd.random() < 0.8:
            pool.charges += [{"charge": charge, "site": "", "from": f, "until": u, "value": decimal(rnd, most, 4)}
                             for f, u in spans(rnd, first, last)]
        site = rnd.choice(sites)
        pool.charges += [{"charge": charge, "site": site, "from": f, "until": u, "value": decimal(rnd, most, 2)}
                         for f, u in (some_of(rnd, first, last) if pool.charges else [])
                         if charge in [c["charge"] for c in pool.charges]]
    for site in ["", rnd.choice(sites)]:
        for f, u in spans(rnd, first, last) if site == "" else some_of(rnd, first, last):
            basis = rnd.choice(["exempt", "standard rated", "outside the scope", "standard rated"])
            pool.vat.append({"basis": basis, "site": site, "from": f, "until": u,
                             "percent": rnd.choice([Fraction(20), Fraction(35, 2)]) if basis == "standard rated" else None})
    for i in range(rnd.randint(1, 5)):
        pattern = rnd.choice(["fixed", "weekly", "any"])
        day = month_days(months[0])[0] + rnd.randrange(28) * DAY
        pool.requests[f"R{i}"] = {
            "site": rnd.choice(sites), "pattern": pattern, "from": day if pattern == "fixed" else first,
            "until": None, "weekday": WEEKDAYS[rnd.randrange(7)] if pattern == "weekly" else "",
            "part": rnd.choice(PARTS[:3]) if pattern != "any" else rnd.choice(["", "morning"]),
            "sessions": rnd.randint(1, 3), "minutes": rnd.choice([None, 240, 180]), "skill": rnd.choice(["", "", "derm"])}
    contract(rnd, pool, first, last)
    if rnd.random() < 0.75:
        carry(rnd, pool, months, first)
    for month in months:
        work(rnd, pool, month, rnd.randint(0, 25))
    return pool


def contract(rnd, pool, first, last):
    for doctor in pool.doctors:
        for f, u in spans(rnd, first, last):
            pool.contracts.append({"doctor": doctor, "from": f, "until": u, "sessions": rnd.randint(2, 8),
                                   "cpd": rnd.choice([0, 1]), "learning": rnd.choice([0, 0, 2875, 9125, 36500]),
                                   "minutes": rnd.choice([None, None, 200])})
        for weekday in rnd.sample(WEEKDAYS[:6], rnd.choice([0, 0, 1])):
            pool.portfolio.append({"doctor": doctor, "weekday": weekday, "part": rnd.choice(PARTS)})
        pool.leave += [{"doctor": doctor, "from": f, "until": min(u, f + 12 * DAY)} for f, u in some_of(rnd, first, last)]


def carry(rnd, pool, months, first):
    """Who carries what nobody had, from one of the months on; a site that closes in the last month."""
    starts = sorted(rnd.sample(months, rnd.randint(1, len(months))))
    for i, month in enumerate(starts):
        by = rnd.choice(["trust", "pooled by key", "reserve"])
        until = month_days(starts[i + 1])[0] - DAY if i + 1 < len(starts) else None
        pool.carrying.append({
            "from": month_days(month)[0], "until": until, "by": by, "cost": decimal(rnd, 400, 4),
            "key": rnd.choice(["equal", "list size"]) if by == "pooled by key" else "",
            "reserve": Fraction(rnd.randrange(1, 900000), 100) if by == "reserve" else None})
        if by == "pooled by key" and all(sum(pool.weights("sessions requested", m).values()) for m in months):
            pool.carrying[-1]["key"] = rnd.choice(["equal", "list size", "sessions requested"])
    pool.sites.append({"site": "SX", "closes": str(month_days(months[-1])[rnd.randint(0, 20)])})
    for site in pool.sites:
        half = first + 60 * DAY
        pool.keys += [{"site": site["site"], "from": first, "until": half, "size": rnd.randint(1, 9000)},
                      {"site": site["site"], "from": half + DAY, "until": None, "size": rnd.randint(1, 9000)}]


def work(rnd, pool, month, count):
    """Sessions of a month: worked, cancelled, or neither."""
    for _ in range(count):
        request = rnd.choice(list(pool.requests))
        asked, day = pool.requests[request], rnd.choice(month_days(month))
        if asked["pattern"] == "fixed":
            day = asked["from"]
        if (asked["pattern"] == "weekly" and WEEKDAYS[day.weekday()] != asked["weekday"]) or (
                asked["pattern"] == "any" and day.weekday() > 4) or f"{day:%Y-%m}" != month:
            continue
        part = asked["part"] or rnd.choice(PARTS[:2])
        doctor = rnd.choice(pool.doctors)
        week = lambda d: d if asked["pattern"] != "any" else d - d.weekday() * DAY  # noqa: E731
        same = [s for s in pool.timesheets.values() if s["request"] == request and week(s["date"]) == week(day)]
        busy = [s for s in pool.timesheets.values() if (s["doctor"], s["date"], s["part"]) == (doctor, day, part)]
        gone = [e for e in pool.events if (e["doctor"], e["date"], e["part"]) == (doctor, day, part)]
        if len(same) >= asked["sessions"] or busy or gone:
            continue
        length = asked["minutes"] or 250
        if rnd.random() < 0.25:
            cancel(rnd, pool, request, doctor, day, part, length)
        else:
            pool.timesheets[f"T{len(pool.timesheets) + 1}x{rnd.randrange(1000)}"] = {
                "doctor": doctor, "request": request, "date": day, "part": part,
                "minutes": max(1, length + rnd.choice([0, 0, 0, -20, 7, 35])),
                "miles": rnd.choice([Fraction(0), Fraction(0), Fraction(rnd.randrange(400), 10)]),
                "confirmed": rnd.random() < 0.9}


def cancel(rnd, pool, request, doctor, day, part, length):
    base = {"doctor": doctor, "request": pool.code(request, day), "code": request, "date": day, "part": part,
            "minutes": length, "who": "", "share": None}
    add = lambda **more: pool.events.append({**base, "number": len(pool.events) + 1, **more})  # noqa: E731
    add(event="offered")
    add(event="cancelled", who=rnd.choice(["practice", "practice", "doctor", "trust"]),
        share=rnd.choice([0, 25, 50, 100, None]))
    if rnd.random() < 0.2:
        add(event="undone", of=len(pool.events))
    elif rnd.random() < 0.2:
        add(event="offered")


def change(rnd, pool, months):
    """What people do to the files afterwards: late timesheets, corrections, a rate that was wrong."""
    for code in list(pool.timesheets):
        sheet, what = pool.timesheets[code], rnd.random()
        if f"{sheet['date']:%Y-%m}" not in months or what > 0.25:
            continue
        if what < 0.05:
            del pool.timesheets[code]
        elif what < 0.12:
            sheet["minutes"] = max(1, sheet["minutes"] + rnd.choice([-15, 30]))
        else:
            sheet["confirmed"] = not sheet["confirmed"]
    work(rnd, pool, rnd.choice(months), rnd.randint(0, 4))
    if len(pool.timesheets) > 1 and rnd.random() < 0.5:  # two codes had been mixed up
        a, b = rnd.sample(list(pool.timesheets), 2)
        pool.timesheets[a], pool.timesheets[b] = pool.timesheets[b], pool.timesheets[a]
    if rnd.random() < 0.3:
        rnd.choice(pool.rates)["pounds"] += Fraction(1, 100)
    if rnd.random() < 0.2:
        row = rnd.choice(pool.vat)
        row["basis"], row["percent"] = rnd.choice([("exempt", None), ("standard rated", Fraction(20))])
