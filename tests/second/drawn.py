# SPDX-License-Identifier: MIT
"""One drawn contract in a folder, held to accord; and its shrinking to the clauses that a difference needs."""

import shutil
from pathlib import Path

from compare import Refused, Second, accord_statement, accord_values, differing_payments, differing_values, run
from contract import Contract
from made_contract import Maker
from made_data import Data
from words import Mistake


class Drawn:
    """A contract and its data, written into a folder of their own."""

    def __init__(self, seed, folder, **how):
        self.seed, self.folder = seed, Path(folder) / str(seed)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.maker = Maker(seed, **how)
        self.data = Data(self.maker)
        self.path = self.folder / "contract.accord"
        self.path.write_text(self.maker.text(), encoding="utf-8")
        self.data.write(self.folder)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def names(self):
        return list(Contract(self.path.read_text(encoding="utf-8")).names)

    def differences(self, accord, coverage=None):
        """(lines about what differs, figures held together). Raises Refused where accord does not take it."""
        known_by = self.data.known_by
        second = Second(self.path, self.folder, (), known_by)
        found = accord_values(accord, self.path, self.folder, second.names(), (), known_by)
        stated = accord_statement(accord, self.path, self.folder, (), known_by)
        lines, values = differing_values(second, found)
        more, parts = differing_payments(second, stated)
        if coverage is not None:
            self.cover(coverage, second, found, stated)
        return lines + more, values + parts

    @staticmethod
    def cover(coverage, second, found, stated):
        coverage.add_contract(second.contract)
        coverage.add_known(second)
        for _, state in found.values():
            coverage[f"value {'at fault' if state == 'fault' else state}"] += 1
        coverage["payment before a gate is decided"] += sum(paid.early for paid in second.statement.payments)
        for paid in second.statement.payments:
            given = [code for party, parts in paid.passed.items() for code, part in parts.items()
                     if code != party and not paid.passed_levels[party] and part]
            coverage["split in three stages"] += any(code in paid.passed for code in given)
            coverage["received from two sides"] += len(given) > len(set(given)) or bool(set(given) & set(paid.payees))
        for paid in stated["payments"]:
            coverage[f"payment {paid['state']}"] += 1
            coverage["payment negative"] += paid.get("minor", 0) < 0
            coverage["payment in shadow"] += paid["shadow"]

    def shrink(self, accord):
        """Drops clauses as long as the readings still differ; gives the text that is left and its differences."""
        clauses, varied = list(self.maker.clauses), list(self.maker.varied)

        def differ(clauses, varied):
            self.path.write_text(self.maker.text(clauses, varied), encoding="utf-8")
            try:
                return self.differences(accord)[0]
            except (Refused, Mistake, KeyError, ValueError, IndexError):
                return []  # not a contract any more
        again = True
        while again:
            again = False
            for part in (varied, clauses):
                for clause in list(reversed(part)):
                    rest = [one for one in part if one is not clause]
                    tried = (clauses, rest) if part is varied else (rest, varied)
                    if differ(*tried):
                        part.remove(clause)
                        again = True
        lines = differ(clauses, varied)
        return self.path.read_text(encoding="utf-8"), lines


def refusal(accord, drawn):
    """Why accord refuses a drawn contract, in a line or two."""
    try:
        run(accord, "check", drawn.path)
    except Refused as refused:
        return " / ".join(line.strip() for line in str(refused).splitlines() if line.startswith("E-"))[:300]
    return "its data"
