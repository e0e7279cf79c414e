"""How people say that nothing changed, or that they know and do nothing else. A language that is not here gives no mark.

Patterns on text without accents and in small letters. Only plain sayings are here: what is missed costs little, a false mark a
coder's trust.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class MarkCues:
    """``same``: nothing changed. ``not_same``: sayings of a change that look like it. ``knows``: somebody learnt or knows something.
    ``idle``: and does nothing with it. ``does``: but something is done."""

    same: str
    not_same: str
    knows: str
    idle: str
    does: str


SPANISH = MarkCues(
    same=r"(?:sigue|siguen|seguimos|segui|sigo|quedo|quedamos|quedaron|esta|estan|estamos) (?:todo )?(?:casi )?(?:igual|lo mismo)\b(?! de| que los| que las)|"
    r"todo (?:sigue )?igual\b|lo mismo de siempre|(?:igual|lo mismo|como) que (?:antes|siempre)\b|donde siempre|"
    r"no (?:ha|han|hemos) cambiado|no cambi(?:o|aron|amos)\b|nada (?:ha cambiado|cambio)|no hay (?:ningun )?cambios?\b|sin (?:ningun )?cambios?\b|"
    r"no (?:ha pasado|paso) nada|(?:eso |todo )?(?:es|era) (?:pura )?mentiras?\b|mentira[!.]|"
    r"(?:nomas|solo|puro|nada mas) (?:en|de) (?:el )?papel|volvi(?:o|eron|mos) a (?:lo (?:mismo|de antes)|como antes|hacer lo mismo)|"
    r"siempre ha sido asi|toda la vida (?:se ha|ha|lo hemos|se)|nunca (?:ha|han) (?:jalado|funcionado|servido|dado|llegado|venido|operado|trabajado)|"
    r"nunca (?:funciono|sirvio|jalo|cumplio|cumplieron|llego|llegaron)|nadie (?:ha hecho|hizo) nada\b|"
    r"(?:sigue|siguen|seguimos) sin\b|en tramite desde",
    not_same=r"(?:ya )?no (?:es|esta|estan|estamos|sigue|siguen) (?:\w+ )?(?:igual|lo mismo)|no todo (?:sigue )?igual|ya no (?:\w+ ){0,2}como antes|nada (?:es )?igual|"
    r"no es mentira|no (?:es que )?(?:sea|era) mentira",
    knows=r"aprend(?:imos|i|io|ieron|iendo|ido)\b|(?<!no )nos (?:ensenaron|explicaron|informaron|capacitaron|platicaron)|"
    r"(?:ahora|ya) (?:lo )?(?:sabemos|se que|saben|conocemos|conocen|entendemos|entienden|conozco)|nos dimos cuenta|me di cuenta|"
    r"(?:hay |tenemos |tomamos |tomaron )?(?:mas |mucha )?conciencia\b|mas (?:conscientes|informad[oa]s|informacion|sensibilidad|conocimientos?)|"
    r"ya tenemos (?:el )?conocimiento|se lo saben|lo saben tod|saber cuales son|conocer (?:nuestros|sus|los) derechos|la sensibilidad",
    idle=r"(?:saben|sabe|sabemos|sabian|se lo saben|lo se|entendi|entienden|aprendieron|aprendimos)[^.!?]{0,60}\b(?:pero|y)\b[^.!?]{0,25}\b(?:no (?:lo |la |las |los )?"
    r"(?:hacen|hace|hacemos|hago|hicieron|hizo|practican|aplican|cumplen|usan)|segui(?:mos)? igual|sigue[n]? igual)|"
    r"una cosa es (?:saber|decir|que (?:me |lo |se )?(?:sepan|digan|diga))",
    does=r"(?:ahora|ya)(?: si)? (?:lo |la |los |las |nos |se |me )?(?!sab|se que|conoc|entend|ten|no\b|que\b|ver|esta|son|hay|es\b)\w+(?:mos|an|en)\b|"
    r"(?:empez|comenz|dej)(?:amos|aron|o) (?:a|de)|por eso (?:ahora|ya)",
)
ENGLISH = MarkCues(
    same=r"(?:has|have)(?:n't| not)(?: really| actually)? changed|nothing(?:'s| has|'s really| really has)?(?: really)? changed|did(?:n't| not) change|"
    r"no (?:real )?changes?\b(?! of)|(?:still|stayed|all|exactly|just|it's|is|are) the same\b(?! (?:as (?:the|they|we|she|he)|time|day|way|people|person|one|man|woman|size))|"
    r"same as (?:before|always|ever|it (?:was|ever was))|just like before|the way it (?:always|ever) was|always been (?:like that|that way)|"
    r"(?:has|have|'s|'ve) never (?:worked|run|opened|delivered|happened|treated|given|changed|come|arrived|been used)|never (?:worked|ran|opened|delivered)|"
    r"(?:that's|it's|that is|it is) (?:just )?a lie\b|(?:only|just) on paper|"
    r"(?:back|returned|reverted) to (?:how|what|the way|normal|the old)|nobody (?:has done|did) anything|people haven't changed",
    not_same=r"(?:not|n't|no longer|nothing is|never be) (?:\w+ )?the same|n't (?:back|just) (?:to|on)|no change(?:s)? left",
    knows=r"(?:we|i|they|people|she|he)(?:'ve| have| has|'s)? (?:all )?(?:learned|learnt)|taught us|(?:explained|told) (?:it )?to us|"
    r"(?:now|we all|they all|everybody|everyone|people|they) (?:we |they |i )?(?:knows?|understands?)\b|(?:more|better) (?:aware|informed|awareness|knowledge|understanding)|"
    r"became aware|(?:are|is|am) (?:now )?aware|aware(?:ness)? of (?:our|their|my|the)|know (?:our|their|my) rights|realised|realized",
    idle=r"(?:knows?|learned|learnt|understands?|aware)[^.!?]{0,60}\b(?:but|and|yet)\b[^.!?]{0,25}\b(?:(?:don't|doesn't|do not|does not|didn't|did not|never|nobody) (?:actually |really )?"
    r"(?:do|does|did|use|practi[sc]e|apply|change|act)|carried on|kept on|nothing)|"
    r"knowing (?:it )?(?:is|isn't|and doing)|one thing (?:is )?to know",
    does=r"now (?:we|they|i|he|she|people) (?!know|understand|have|are|can)\w+|(?:started|began|stopped) \w+ing|so now\b|(?:we|they|people) now (?!know|understand)\w+",
)
MARK_CUES: Mapping[str, MarkCues] = {"es": SPANISH, "en": ENGLISH}
