"""Which frame is counted most often with each expert: the headline, the title of the shares, and who counted."""

from collections.abc import Sequence

from analysis.coding.coders import may
from analysis.coding.consensus import name_kinds
from analysis.findings.gate import Claim, Finding, Gate, name_coder, say_few
from analysis.findings.leads import count_lead, say_how, say_withheld
from analysis.findings.rule.grades import Strength
from analysis.findings.rule.leads import Lead
from analysis.findings.uses import say_shared
from analysis.findings.words import Ref, Said, capitalise, count_things, join_said, join_words, spell

_REASONS = {
    "equally often": "frames are counted equally often",
    "less than 20 points apart": "frames lie less than 20 points apart",
}
NAMED = 5  # experts named in the headline; of more, frames are counted


def answer_question(gate: Gate, *, coder: str, unit: str) -> Finding:
    """The notebook's question answered: as a fact about these sentences, which frame is counted most often with each
    expert; where the rule allows it, as a claim; an expert on whose frames people disagree is named without one.
    """
    claimed = [lead for lead in gate.leads if lead.claimed]
    held = [lead for lead in gate.leads if lead.strength == "withheld"]
    counted = [lead for lead in gate.leads if _has_leader(lead) and lead not in claimed]
    rest = [lead for lead in gate.leads if not _has_leader(lead) and lead not in held]
    frames = list(dict.fromkeys(lead.frame for lead in [*claimed, *counted]))
    sentences: list[Said] = []
    if claimed:
        sentences.append(_say_leads(claimed, unit, claimed=True))
    if counted:
        sentences.append(_say_leads(counted, unit, claimed=False))
    sentences += _say_open(rest, of=len(gate.leads)) + [(say_withheld(lead),) for lead in held]
    sentences += [(shared,) for shared in (say_shared(gate, unit=unit),) if shared and frames]
    said: list[str | Ref] = []
    for sentence in sentences:
        said += [" "] * bool(said) + list(sentence)
    status = join_words(
        dict.fromkeys(_REASONS.get(lead.status, lead.status) for lead in claimed or gate.leads), last="or"
    )
    needs = dict.fromkeys(need.what for lead in gate.leads for need in gate.find_needs(lead))
    claim: Claim = "dominant" if claimed else "description"
    strength: Strength = gate.verdict.strength if gate.verdict else "counted"
    return gate.grade(
        tuple(said) or ("Nobody has judged this page.",), claim, strength, status, needed=join_words(needs),
        coders=[coder], frames=frames,
    )  # fmt: skip


def _has_leader(lead: Lead) -> bool:
    """Whether one frame is counted more often than every other, and may be named."""
    return not lead.tie and any(lead.means) and lead.strength != "withheld"


def _say_leads(leads: Sequence[Lead], unit: str, *, claimed: bool) -> Said:
    """Each expert by name where there are few, else counted by frame."""
    if len(leads) > NAMED:
        frames = [lead.frame for lead in leads]
        named = join_said(
            (Ref(frame, frame=frame), f" with {count_things(frames.count(frame), 'expert')}")
            for frame in dict.fromkeys(frames)
        )
        return ("Leading: " if claimed else "Counted most often: ", *named, ".")
    parts: list[Said] = []
    for lead in leads:
        count = Ref(count_lead(lead, unit if not parts else ""), lead.expert, lead.frame)
        frame = Ref(lead.frame, frame=lead.frame)
        if claimed:
            verb = f" frames the event {say_how(lead)} as " if not parts else f" {say_how(lead)} as "
        else:
            verb = f"’s {unit}s most often carry " if not parts else "’s "
        parts.append((lead.expert, verb, frame, " (", count, ")"))
    return (*join_said(parts), ".")


def _say_open(leads: Sequence[Lead], *, of: int) -> list[Said]:
    """The experts with whom no frame is ahead: none was found, or two are counted equally often."""
    if not leads:
        return []
    if not any(any(lead.means) for lead in leads) and len(leads) == of:
        return [(f"No frame is found with any of {count_things(of, 'expert')}.",)]
    if len(leads) == of:
        return [(f"With none of {count_things(of, 'expert')} is one frame counted most often.",)]
    whom = join_words(lead.expert for lead in leads) if len(leads) <= NAMED else f"{len(leads)} experts"
    parted = [
        f"{lead.expert} by {coder}: {', '.join(f'{frame} {n}' for frame, n in zip(lead.frames, row, strict=True))}"
        for lead in leads
        if len(set(lead.counts.values())) > 1
        for coder, row in lead.counts.items()
    ]
    shown = f" ({'; '.join(parted)})" if parted and len(leads) <= NAMED else ""
    return [(f"With {whom} no frame is counted more often than every other{shown}.",)]


def say_coders(gate: Gate) -> str:
    """Who counted, who else judged, and for how many experts they put the same frame ahead."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for lead in gate.leads:
        groups.setdefault(lead.reported.names, []).append(lead.expert)
    whose = sorted(groups, key=lambda names: -len(groups[names]))
    counted = [
        f"{'for ' + join_words(groups[names]) + ' ' if n else 'Counted by '}{_name(names, gate)}"
        for n, names in enumerate(whose)
        if names
    ]
    beside = _compare(whose, gate)
    people = "" if may(gate.coders["kind"], "counts_as_person").any() else " No person has coded this page yet."
    return f"{'. '.join(['; '.join(counted), *beside] if counted else beside)}.{people}{_say_old(gate)}"


def _name(names: Sequence[str], gate: Gate) -> str:
    """Coders with their kind, where the name does not say it."""
    kinds = name_kinds(gate.coders).set_axis(gate.coders["coder"])
    if len(names) > 1:
        return f"{join_words(names)} ({'people' if may(kinds[list(names)], 'counts_as_person').all() else 'coders'})"
    [name] = names
    return name_coder(name, str(kinds[name]))


def _open(names: str) -> str:
    """Names of coders as a sentence begins: they stay as they are written, "the" gets a capital."""
    return capitalise(names) if names.startswith("the ") else names


def _compare(reported: Sequence[tuple[str, ...]], gate: Gate) -> list[str]:
    """What coders who are not reported count: for how many experts the same frame is ahead, or too little to say."""
    groups: dict[str, list[str]] = {}
    page, named = gate.page, [lead for lead in gate.leads if _has_leader(lead)]
    for row, coder in enumerate(page.coders):
        covered = [lead for lead in named if page.covers[row, page.experts.index(lead.expert)]]
        if any(coder.name in names for names in reported):
            continue
        if not page.covers[row].any():
            said = say_few(page, row)
        elif covered:
            same = sum(coder.name not in lead.others for lead in covered)
            whom = "every expert" if same == len(gate.leads) else f"{same} of {count_things(len(covered), 'expert')}"
            said = f"put the same frame ahead for {whom}" if same else "put another frame ahead for every expert"
        else:
            continue
        groups.setdefault(said, []).append(_name((coder.name,), gate))
    return [f"{_open(join_words(names))} {said}" for said, names in groups.items()]


def _say_old(gate: Gate) -> str:
    """Whose codings were made by other instructions than today's."""
    old = list(gate.coders.loc[~gate.coders["codebook_current"], "coder"])
    if not old:
        return ""
    return f" By other instructions than today’s, so that they make nothing firm: the codings of {join_words(old)}."


def title_shares(gate: Gate, *, coder: str) -> Finding:
    """What the shares show, from the frame counted most often with each expert alone."""
    n, led = len(gate.leads), [lead.frame for lead in gate.leads if _has_leader(lead)]
    frames = list(dict.fromkeys(led))
    if gate.leads and all(lead.strength == "withheld" for lead in gate.leads):
        status = "; ".join(dict.fromkeys(lead.status for lead in gate.leads))
        return gate.grade((f"Which frame is counted most often is withheld: {status}",), "dominant", "withheld", status)
    if not led:
        title = "With no expert is one frame counted most often"
    elif len(led) < n:
        title = f"With {len(led)} of {count_things(n, 'expert')} one frame is counted most often"
    elif n == 1:
        title = f"The frame counted most often is {frames[0]}"
    elif len(frames) == 1:
        title = f"The frame counted most often with all {spell(n)} experts is {frames[0]}"
    elif len(frames) == n:
        title = "With each expert another frame is counted most often"
    else:
        most = max(frames, key=led.count)
        if sum(led.count(frame) == led.count(most) for frame in frames) > 1:
            title = f"{capitalise(spell(len(frames)))} frames are counted most often, each with some of {n} experts"
        else:
            title = f"The frame counted most often with {led.count(most)} of {n} experts is {most}"
    return gate.grade((title,), "description", "counted", "the counts of this page", coders=[coder], frames=frames)


def name_answer(answer: Finding) -> dict[str, str]:
    """What an index of reports says of the answer."""
    frames = "; ".join(answer.frames) or "none"
    return {"dominant frames": frames if answer.strength != "withheld" else "withheld", "strength": answer.strength}


def headline(gate: Gate) -> str:
    """The brief's heading: the frames that are counted most often, by how many experts; claims no more than that."""
    frames = list(dict.fromkeys(lead.frame for lead in gate.leads if _has_leader(lead)))
    n = len(gate.leads)
    experts = capitalise(f"{spell(n)} {'expert' if n == 1 else 'experts'}")
    if not frames and gate.leads and all(lead.strength == "withheld" for lead in gate.leads):
        return f"{experts}, and coders who disagree about {'the' if n == 1 else 'their'} frames"
    if not any(any(lead.means) for lead in gate.leads):
        return f"{experts}, and no frame that was found"
    if not frames:
        return f"{experts}, and no frame that is counted most often"
    if len(frames) == 1:
        return f"{experts}, one frame counted most often: {frames[0]}"
    return f"{experts}, {spell(len(frames))} frames: {join_words(frames)}"
