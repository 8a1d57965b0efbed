"""What the constructed sample submissions of m2-legitimitet answer, item by item; sheets_m2 makes their sheets."""

from __future__ import annotations

from typing import Any

DIMENSIONS = ("effectiveness", "fairness", "responsiveness", "respect")
CODES = {
    "e": "effectiveness", "f": "fairness", "r": "responsiveness", "d": "respect",
    "s": "same", "t": "tailored", "p": "parked",
    "m": "distrust", "a": "activity", "c": "cheating", "b": "confidence", "u": "undecidable",
}  # fmt: skip


def coded(table: str, first: int, letters: str) -> dict[str, str]:
    """A code for each case from number `first` on, a letter each; a dash is none.

    >>> coded("a", 4, "r-f")
    {'a04': 'responsiveness', 'a06': 'fairness'}
    """
    given = {f"{table}{number:02d}": letter for number, letter in enumerate(letters, first)}
    return {case: CODES[letter] for case, letter in given.items() if letter != "-"}


def ticked(*options: str) -> dict[str, bool]:
    return dict.fromkeys(options, True)


def weighed(one: str, two: str, three: str, lost: str = "") -> dict[str, Any]:
    """Points such as `"30 40 20 10"` for each option, in the order of the dimensions, and what is lost."""
    options = zip(("o1", "o2", "o3"), (one, two, three), strict=True)
    points = {o: dict(zip(DIMENSIONS, map(int, said.split()), strict=True)) for o, said in options}
    return {**points, **({"lost": lost} if lost else {})}


EXCELLENT: dict[str, dict[str, Any]] = {
    "m2-styring": {
        "s01": "remains",
        "s02": "own",
        "s03": "loosened",
        "s04": "grew",
        "s05": "loosened",
        "s06": "own",
    },
    "m2-argumenter-1": coded("a", 1, "defrefr"),
    "m2-argumenter-2": coded("a", 8, "defdrfe"),
    "m2-argumenter-3": coded("a", 15, "drfder"),
    "m2-praktikken": {
        "s01": "trust",
        "s02": "unequal",
        "s03": "wasted",
        "s04": "passivity",
        "s05": "misplaced",
        "s06": "wasted",
    },
    "m2-vej-planen": weighed(
        "25 15 20 40",
        "15 30 35 20",
        "40 10 20 30",
        "Den tredje. Den vinder på respekt: Mentoren skriver børnehaven og aftensmaden ned med hans ord og"
        " begynder med dem. Respekt er her noget andet end responsivitet, for de to papirer svarer ikke"
        " hinanden; politikernes ønske og hans står hver sit sted, og ingen har vejet dem op mod hinanden."
        " Det, der går tabt, er effektivitet: Ingen af de to læsere skal holde øje med, hvornår han kan"
        " begynde på noget. Går efteråret med lutter gode onsdage, er det ham og pigen, der betaler."
        " Tabet bliver mindre, hvis mentor og sagsbehandler sætter sig sammen hver sjette uge med begge"
        " papirer på bordet og han er med.",
    ),
    "m2-vej-vodbinderiet": weighed(
        "40 30 10 20",
        "25 40 25 10",
        "10 20 20 50",
        "Jeg ville foreslå kvinden igen. Fairness er grunden: Hørelsen skal ikke afgøre, hvem jobcentret"
        " sender, og hun har ventet i syv måneder, mens han har to steder i forvejen. Her trækker"
        " responsivitet samme vej, men det er ikke det samme. Havde hun aldrig syet, var argumentet om"
        " lighed lige så godt og løsningen dårligere. Det, der kan gå tabt, er hele pladsen med otte"
        " løntimer, og dét rammer den unge mand, som sagde ja på stedet. Hun skal også møde hos en, der"
        " helst var fri. Konsulenten kan spørge hende først, ringe til planteskolen for ham samme dag og"
        " tale med mester om lampen, før nogen står på loftet.",
    ),
    "m2-vej-baadebyggeren": weighed(
        "20 30 35 15",
        "25 45 15 15",
        "40 30 15 15",
        "Bådebyggeren. Det, der afgør det for mig, er responsivitet: Dér er én makker ad gangen, og både"
        " han og kommunen kan se løn for enden. Det er ikke det samme som effektivitet. Fire er få at regne"
        " på, og efter tallene er 48.000 kr. omtrent lige godt givet ud de to steder. Havde holdet været"
        " klart bedst, var bådebyggeren stadig den rette løsning for ham, bare ikke den mest effektive."
        " Tabet er fairness og bæres af de fjorten, som ikke kan se forskel på at vente og at være glemt."
        " De bør få et brev nu med en dato efter sommerferien, og de to, der har ventet længst, skal stå"
        " forrest til de næste penge, også hvis der dukker en bådebygger mere op.",
    ),
    "m2-vej-maaltallet": weighed(
        "35 25 25 15",
        "30 30 30 10",
        "20 45 15 20",
        "Holdet bliver ved med turene. Det er responsivitet, at den, der bedst taler med jord under"
        " neglene, kan gøre det. Måske er det også effektivitet, men de to ting må holdes ude fra hinanden:"
        " En samtale kan passe til en borger uden at føre til timer nogen steder. Tabet er fairness og"
        " bæres af dem, ingen har talt med siden juni. Det bliver mindre, hvis hver femte tur bliver byttet"
        " til en formiddag hos dem, begyndende med manden på 61 og hans brev.\n\n"
        "Mit forbehold er de ni. Teksten siger ikke, hvor mange der kom i gang året før, da samtalerne var"
        " korte. Var det også ni, ville jeg ringe rundt i stedet. 4,1 siger heller ikke, hvem der mangler:"
        " Havde de fleste fået fire og ingen nul, var tabet mindre, end jeg tror.",
    ),
    "m2-forsoergelse": {"value": "468.000 kr."},
    "m2-sparet-tjent": {"value": "34.400"},
    "m2-tjent-hjem": {"value": "55"},
    "m2-vender": {"value": "33,2 %"},
    "m2-hvad-tallene-siger": ticked("o2", "o4", "o6"),
    "m2-forbehold": {
        "text": "Jeg ville lade dem skrive: ”Lykkes det for mindst en tredjedel, og kommer virkningen til"
        " tiden, er investeringen billigst efter fem år.” Resten er antagelser. Går der et år mere, før nogen"
        " forsørger sig selv, ender den 25.600 kr. over besparelsen, og de tre dyre år er betalt uanset hvad."
        " Der er ingen rente, ingen skat af lønnen og ingen linje for, hvis kasse det havner i; er det"
        " statens, er sætningen forkert i et kommunalt budget, selv om tallet passer. Gruppen er tænkt, og et"
        " snit af den siger ikke noget om én borger.\n\n"
        "Imod mig selv må jeg sige, at fem år også er valgt. Med et sjette, hvor 40 % stadig klarer sig,"
        " ville den forsinkede halte mindre. To ting ville få mig til at skrive under: at andelen i år tre"
        " var målt og mindst 25 %, og at nogen imens havde fulgt en gruppe uden indsatsen."
    },
    "m2-lighed": ticked("o2", "o3", "o5", "o7"),
    "m2-ens-tilpasset-1": coded("f", 1, "stptssps"),
    "m2-ens-tilpasset-2": coded("f", 9, "tpsttpsp"),
    "m2-modstand-1": coded("r", 1, "ambcumcau"),
    "m2-modstand-2": coded("r", 10, "bmuabacmu"),
    "m2-myndighed-service": {"path": ["c3", "c2", "c2", "c1"]},
    "m2-kultur": ticked("o2", "o4", "o5"),
    "m2-tiltag": {
        "s01": "leadership",
        "s02": "none",
        "s03": "politicians",
        "s04": "core",
        "s05": "leadership",
        "s06": "none",
    },
    "m2-essay": {
        "text": "Kære medlem af udvalget\n\n"
        "Du har spurgt, hvorfor vi nu trækker lod om pladserne på træværkstedet. Du ville give dem til de"
        " tolv, der er tættest på et job. Begge dele kan forsvares. Her er, hvad vi har valgt, og hvad det"
        " koster.\n\n"
        "Der er tolv pladser om kvartalet og omkring fyrre, der gerne vil. Før udpegede vi efter skøn. § 4.2"
        " beskriver, hvad der kan ske, når man prioriterer på den måde: Nogle står tilbage uden noget, fordi"
        " deres chance er skønnet for lav. Hos os var det de samme nitten hver gang. Ingen havde bestemt, at"
        " de skulle parkeres; det blev de af tolv små skøn i træk. Med et lod er alle lige, og det er den ene"
        " af de to måder, afsnittet forstår lighed på.\n\n"
        "Afsnittet taler også imod mig. Notatet hælder til det skræddersyede, og et lod ved ikke, hvem der har"
        " brug for en høvlbænk. § 4.3 trækker samme vej som du: Løsningen skal passe til borgeren og til det,"
        " samfundet vil, og lodtrækning passer kun ved et tilfælde.\n\n"
        "Din grund forstår jeg. Du skal kunne vise, at pengene virker, og § 4.1 giver dig ret i, at det er"
        " virkningen, der tæller. Mesteren på værkstedet har en anden: Han vil have folk, der møder, ellers"
        " kan han ikke holde sine aftaler med kunderne. Manden på 58, som har stået på listen i tre omgange,"
        " har sin: Ingen kan sige ham, hvad han skal gøre for at komme i betragtning, for der er ikke noget."
        " De tre grunde griber ind i hinanden. Jo mere vi skal vise dig virkning, jo mere vælger vi dem, der"
        " møder, og jo mindre nytter det, hvad manden på 58 gør. Og jo flere som ham vi tager, jo sværere får"
        " mesteren ved at levere det, du skal bruge.\n\n"
        "Vi taber altså noget. De, der var klar nu og trækker en nitte, venter tre måneder, og for et par af"
        " dem går et job tabt imens. Det er dem, der bærer det. Vi gør det mindre på to måder: Tre af de tolv"
        " pladser bliver holdt uden for loddet til borgere, en arbejdsgiver har givet et skriftligt løfte, og"
        " den, der har trukket en nitte, har to lodder næste gang.\n\n"
        "Loddet forhindrer ikke parkering; man kan være uheldig fire gange. Derfor fører sekretæren en liste."
        " Står en borger på den for anden gang, indkalder sagsbehandleren inden fjorten dage til en samtale"
        " om noget andet end værkstedet, og det, de aftaler, får en dato. Teamlederen ser listen igennem den"
        " første torsdag i kvartalet, og udvalget får tallene uden navne.\n\n"
        "Næste skridt er mit. Jeg taler med mesteren inden mandag, for uden hans ja går det ikke, og han skal"
        " have en time ekstra om ugen til de nye. Timen kan tages fra det møde, hvor vi før udpegede folk, så"
        " det koster ikke noget i budgettet. Vi prøver det i to kvartaler. Er halvdelen holdt op inden tre"
        " uger, var dit forslag bedre, og så siger jeg det."
    },
}


MISCONCEPTIONS: dict[str, dict[str, Any]] = {
    "m2-styring": {
        "s01": "loosened",
        "s02": "own",
        "s03": "own",
        "s04": "remains",
        "s05": "own",
        "s06": "loosened",
    },
    "m2-argumenter-1": coded("a", 1, "derderf"),
    "m2-argumenter-2": coded("a", 8, "eeredfe"),
    "m2-argumenter-3": coded("a", 15, "ffrerr"),
    "m2-praktikken": {
        "s01": "misplaced",
        "s02": "trust",
        "s03": "passivity",
        "s04": "passivity",
        "s05": "misplaced",
        "s06": "misplaced",
    },
    "m2-vej-planen": weighed(
        "0 0 0 100",
        "50 50 0 0",
        "100 0 0 0",
        "Jeg vælger den første. Respekt betyder, at borgeren får sin vilje, og derfor har den fået alle 100"
        " point. I de to andre lader man bare, som om man hører efter, mens det i virkeligheden er"
        " politikerne, man følger. Hvis alle planer blev skrevet af borgerne selv, ville der ikke være nogen"
        " modstand, og så var vi fri for fraværet. Jeg kan ikke se, hvad der skulle gå tabt, for et job kan"
        " altid skrives ind senere, når han er klar.",
    ),
    "m2-vej-vodbinderiet": weighed(
        "50 50 0 0",
        "0 20 0 80",
        "0 0 0 100",
        "Den unge mand skal have pladsen. Fairness er, at alle har den samme chance, og det havde de, for de"
        " var begge nede og hilse på. At mester så vælger ham, er hans sag, og det kan jobcentret ikke blande"
        " sig i. Hun hører dårligt, og det er der ikke noget at gøre ved; hun finder nok et sted, der passer"
        " bedre. Man kan ikke bruge ventetid til noget, for alle venter jo på et eller andet. Og så har vi et"
        " godt forhold til mester næste gang.",
    ),
    "m2-vej-baadebyggeren": weighed(
        "0 0 50 50",
        "50 50 0 0",
        "100 0 0 0",
        "Otte pladser er flere end én, så det er ikke så svært. Jeg tager dem, der er tættest på, for de får"
        " mest ud af det, og så er pengene brugt rigtigt. Det er da synd for svejseren, og der er fordele og"
        " ulemper ved det, men han har været på tre hold og er gået hver gang, og et sted må grænsen gå. De"
        " seks, der ikke kommer med, må prøve næste gang, når de er blevet lidt mere klar. Det vigtigste er,"
        " at skatteyderne får noget for pengene.",
    ),
    "m2-vej-maaltallet": weighed(
        "60 40 0 0",
        "0 0 50 50",
        "20 40 20 20",
        "Alle skal ringes op, for det er det eneste effektive. Effektivitet er at nå det, man skal, og udvalget"
        " har sagt 6. Når de andre kommuner kan, kan vi også, og tallet viser tydeligt, at holdet er bagud. At"
        " sidde i et drivhus er hyggeligt, men arbejde er det ikke, og slet ikke noget, man skal bruge en hel"
        " time på. Lidt går der nok tabt, for nogle af borgerne er glade for det, så det er en ulempe. Fordelen"
        " er, at alle får lige meget, og så er der ikke noget at komme efter. Med 6 til hver ved man, hvem der"
        " vil arbejde, og hvem der ikke gider, og så kan man sætte ind over for dem.",
    ),
    "m2-forsoergelse": {"value": "132.000"},
    "m2-sparet-tjent": {"value": "-16.000"},
    "m2-tjent-hjem": {"value": "60"},
    "m2-vender": {"value": "40"},
    "m2-hvad-tallene-siger": ticked("o2", "o3", "o4", "o5", "o6"),
    "m2-forbehold": {
        "text": "Tabellen viser, at investeringen er billigst, så udvalget kan bare skrive det. De to andre"
        " linjer er værste fald, og dem kan man ikke planlægge efter. Med 40 % i arbejde er chancen 40 % for"
        " hver eneste borger, og det er mere, end de fleste tilbud kan fremvise. Besparelsen er godt nok"
        " billigst at udføre, så dér tjener man 64.000 kr. med det samme, men på den lange bane er"
        " investeringen det, der virker, og det er nu vist med tal. Derfor er der ikke brug for forbehold. De"
        " ville kun forvirre læserne af budgettet."
    },
    "m2-lighed": ticked("o1", "o2", "o3", "o5", "o7"),
    "m2-ens-tilpasset-1": coded("f", 1, "sppssstp"),
    "m2-ens-tilpasset-2": coded("f", 9, "sttpspst"),
    "m2-modstand-1": coded("r", 1, "ccacbacac"),
    "m2-modstand-2": coded("r", 10, "cucamacab"),
    "m2-myndighed-service": {"path": ["c1", "c2", "c1", "c1"]},
    "m2-kultur": ticked("o2", "o3", "o4"),
    "m2-tiltag": {
        "s01": "leadership",
        "s02": "leadership",
        "s03": "politicians",
        "s04": "none",
        "s05": "politicians",
        "s06": "core",
    },
    "m2-essay": {
        "text": "Kære politiker\n\n"
        "Jeg har valgt en beslutning, hvor alle ledige i kommunen får det samme, nemlig tyve timers"
        " aktivering om ugen. Du mener det modsatte og vil have, at det skal være forskelligt fra person til"
        " person. Det vil jeg gerne forklare dig, hvorfor er en dårlig idé, selv om jeg godt kan se, at du"
        " mener det godt.\n\n"
        "For det første er der ligheden. § 4.2 handler om fairness, og fairness er, at der ikke bliver gjort"
        " forskel. Hvis den ene får fem timer og den anden tyve, vil den anden føle sig snydt, og det kan man"
        " ikke fortænke ham i. Det ville du heller ikke selv finde dig i, hvis det var på dit eget arbejde."
        " Derfor er tyve timer til alle det mest retfærdige, og det er også nemmest at forklare i avisen.\n\n"
        "For det andet er der økonomien. Et fælles tilbud er billigere pr. person, og de penge, man sparer,"
        " er penge, kommunen har tjent. Dem kan man bruge på noget andet, for eksempel skoler. Man behøver"
        " heller ikke så mange sagsbehandlere til at sidde og vurdere hver enkelt. I § 4.1 står der også noget"
        " om effektivitet, så det er ikke kun noget, jeg finder på.\n\n"
        "Borgeren kan selvfølgelig opleve det anderledes. Nogle vil sige, at de har ondt, eller at de er"
        " angste for at møde frem. Det skal man lytte til, men man må også huske, at der er en del, der helst"
        " er fri, og dem finder man på den her måde. Når alle skal det samme, er det let at se, hvem der ikke"
        " vil være med, og så kan man tage fat i dem.\n\n"
        "Der er både fordele og ulemper ved alle løsninger. Ulempen ved min er, at den kan være lidt firkantet,"
        " og at det måske ikke passer lige godt til alle. Fordelen er, at der er klare linjer, og at ingen kan"
        " komme bagefter og sige, at de er blevet glemt. På den ene side skal der være plads til mennesker, på"
        " den anden side skal der også være orden. Jeg synes, at fordelene vejer tungest, når man lægger det"
        " hele sammen.\n\n"
        "Du spørger måske, om der så ikke er nogen, der bliver parkeret. Det er der ikke, for alle er jo i"
        " gang i tyve timer. Når man har noget at stå op til, er man pr. definition ikke parkeret, og jobcentret"
        " har kontakt med alle mindst en gang om måneden, så det bliver opdaget, hvis nogen falder fra.\n\n"
        "Det næste skridt bør være, at kommunen får vedtaget ordningen og kommer godt i gang med den. Det er"
        " vigtigt, at der er opbakning hele vejen rundt, og at man følger op på, hvordan det går. Jeg håber, at"
        " du vil tænke over det og være med til at gøre det til en succes for både borgere og ansatte."
    },
}


HALF: dict[str, dict[str, Any]] = {
    "m2-styring": {"s01": "remains", "s02": "own", "s03": "loosened", "s04": "remains"},
    "m2-argumenter-1": coded("a", 1, "defreff"),
    "m2-argumenter-2": coded("a", 8, "defdr--"),
    "m2-vej-planen": weighed("40 20 20 20", "25 25 25 25", "30 20 30 20"),
    "m2-vej-vodbinderiet": weighed(
        "40 20 20 20",
        "20 40 20 20",
        "10 20 30 40",
        "Jeg ville sige det til dem begge, fordi det er respekt, at hun hører grunden fra jobcentret og selv"
        " kan svare på den. Den unge mand må vente fjorten dage. Det har nok sine fordele og ulemper.",
    ),
    "m2-forsoergelse": {"value": "468000"},
    "m2-sparet-tjent": {"value": "34400 kr."},
    "m2-tjent-hjem": {"value": "54"},
    "m2-ens-tilpasset-1": coded("f", 1, "stpsp---"),
    "m2-myndighed-service": {"path": ["c2", "c1"]},
}
