"""What tells in a language that something changed, and who changed. A language that is not here gives no cue.

Everything is written without accents and in small letters, as it is compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cues:
    """``change``: patterns that tell a change. ``opening``: words that may come before the subject of a clause. ``articles``: words that
    begin a subject. ``own``: words that belong to an article's noun and say nothing. ``links``: between a noun and what completes it.
    ``breaks``: words at which another clause begins."""

    change: str
    opening: str
    articles: str
    own: str
    links: str
    breaks: str


SPANISH = Cues(
    change=r"ahora(?: si)?|ya no|ya|antes|desde que|desde hace|hoy(?: en dia)?|a partir de|dej(?:o|aron|e|amos) de|"
    r"empez(?:o|aron|amos)|empece|comenz(?:o|aron|amos)|comence|volvi(?:o|eron)|cambi(?:o|aron|amos|e)|nunca antes|"
    r"por primera vez|poco a poco|se pus(?:o|ieron)|aprend(?:io|ieron|imos)|hoy",
    opening=r"y|pero|pues|entonces|luego|bueno|mire|mira|o sea|es que|fijese|tambien|hasta|incluso|ahora|ya|antes|hoy|desde entonces|si|no|"
    r"que|porque|donde|cuando|primero|despues|aqui|alla|ahi|como|nomas|solo|"
    r"desde (?:hace |el |la )?\w+ (?:pasad[oa]|anos?|meses|mes)",
    articles="el la los las un una unos unas mi mis nuestro nuestra nuestros nuestras su sus este esta estos estas ese esa esos esas "
    "muchos muchas algunos algunas varios varias cada todos todas otros otras",
    own="los las mismo misma mismos mismas propio propia propios propias otro otra otros otras mas buena buen mayor nuevo nueva nuevos nuevas",
    links=r"de la|de los|de las|de el|del|de",
    breaks=r"y|pero|porque|que|cuando|aunque|sino|mientras|donde|o sea",
)
ENGLISH = Cues(
    change=r"now|nowadays|no longer|not any ?more|any ?more|used to|started|began|stopped|since|these days|today|before|"
    r"for the first time|changed|has become|have become|became|finally|switched|turned to|got used to",
    opening=r"and|but|so|well|then|now|nowadays|today|before|these days|also|even|because|that|when|where|first|later|here|there|since (?:last |this |that |the )?\w+|"
    r"i mean|you know|like|yeah|yes|no",
    articles="the a an my our their his her your this that these those many some several every each all most other",
    own="same own other new old whole local young poor main few",
    links=r"of the|of our|of|at the|in the|from the",
    breaks=r"and|but|because|that|when|although|while|where|so",
)
CUES: Mapping[str, Cues] = {"es": SPANISH, "en": ENGLISH}

PARTIES: tuple[Mapping[str, str], ...] = (
    {
        "es": "familia familias hogar hogares vecino vecina vecinos vecinas usuario usuaria usuarios usuarias gente",
        "en": "family families household households neighbour neighbours neighbor neighbors user users people folks",
    },
    {
        "es": "trabajador trabajadora trabajadores trabajadoras obrero obrera obreros obreras empleado empleada empleados empleadas "
        "jornalero jornalera jornaleros jornaleras companeros companeras plantilla",
        "en": "worker workers employee employees labourer labourers laborer laborers staff workforce colleagues",
    },
    {
        "es": "patron patrones patrona empleador empleadores empleadora empleadoras empresa empresas empresario empresarios jefe jefes "
        "gerente gerentes dueno duena duenos capataz supervisor supervisores compania",
        "en": "employer employers company companies boss bosses manager managers owner owners firm firms foreman supervisor supervisors",
    },
    {"es": "sindicato sindicatos delegado delegados", "en": "union unions steward stewards"},
    {
        "es": "comite comites asamblea asambleas tesorera tesorero presidenta mesa directiva vocal secretaria junta juntas cargo cargos",
        "en": "committee committees assembly assemblies treasurer board chair chairwoman chairman council",
    },
    {
        "es": "ayuntamiento ayuntamientos municipio municipios alcalde alcaldesa regidor regidora gobierno autoridad autoridades "
        "funcionario funcionaria funcionarios funcionarias oficina oficinas ministerio secretaria dependencia organismo organismos",
        "en": "government governments municipality municipalities mayor authority authorities official officials office offices ministry "
        "agency agencies hall department bodies",
    },
    {
        "es": "inspector inspectora inspectores inspectoras inspeccion policia policias fiscal fiscales fiscalia",
        "en": "inspector inspectors inspectorate inspection police prosecutor prosecutors",
    },
    {
        "es": "juez jueza jueces juezas tribunal tribunales juzgado juzgados magistrado",
        "en": "judge judges court courts tribunal magistrate",
    },
    {
        "es": "escuela escuelas maestro maestra maestros maestras profesor profesora profesores director directora alumno alumna alumnos "
        "alumnas estudiante estudiantes ninos brigada brigadas docente docentes",
        "en": "school schools teacher teachers headteacher principal pupil pupils student students kids children brigade brigades",
    },
    {
        "es": "clinica hospital enfermera enfermero enfermeras doctor doctora doctores medico medicos salud promotora promotoras",
        "en": "clinic hospital nurse nurses doctor doctors physician physicians health",
    },
    {"es": "joven jovenes muchacho muchacha muchachos muchachas", "en": "youth youths youngsters teenagers"},
    {
        "es": "campesino campesina campesinos campesinas agricultor agricultores productor productores productora ganadero",
        "en": "farmer farmers grower growers producer producers",
    },
    {"es": "paciente pacientes enfermo enfermos", "en": "patient patients"},
    {"es": "periodista periodistas prensa medios", "en": "journalist journalists press reporters"},
)
"""Words of one party in each language; a word may name several."""
