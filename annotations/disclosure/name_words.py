"""Words that stand in and around names: particles, titles, given names that come second, what companies are called."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# words that stand between the parts of a name and may be left out or put in
PARTICLES = _words(
    "de del la las los el lo y e i da das do dos di du le van von der den ter bin ibn al the of and und et "
    "calle av avenida col colonia num numero no barrio street st avenue"
)
TITLES = _words(
    "don dona sr sra srta senor senora senorita senores dr dra doctor doctora lic licenciado licenciada ing ingeniero ingeniera "
    "arq prof profa profe profesor profesora maestro maestra mtro mtra padre madre sor fray cura pastor tio tia compadre comadre "
    "companero companera compa abuelo abuela jefe jefa patron presidente presidenta tesorero tesorera secretario secretaria "
    "regidor regidora alcalde alcaldesa diputado diputada delegado delegada inspector inspectora juez jueza comandante enfermera "
    "enfermero director directora gerente supervisor supervisora dirigente lider "
    "mr mrs ms miss mister sir madam father sister brother uncle aunt mayor judge officer nurse teacher treasurer "
    "secretary president chair manager engineer lawyer"
)
SECOND_GIVEN = _words(
    "maria jose juan luis carlos antonio manuel jesus angel guadalupe elena isabel carmen fernando alberto enrique eduardo ricardo "
    "roberto alejandro alejandra miguel pablo pedro rosa ana laura patricia beatriz teresa cristina gabriela david daniel andres "
    "rafael ramon raul sergio victor arturo alfredo concepcion dolores esther lucia margarita soledad luz fatima lupita "
    "james john mary ann anne marie lee michael paul elizabeth jane louise william thomas robert"
)
LEGAL_FORMS = _words("s a de c v sa cv sapi rl spr ac sc inc ltd llc llp plc corp co gmbh ag bv nv sas srl eirl ltda limited")
# of a company's name, what many have: the rest is what tells it
GENERIC = _words(
    "grupo empresa compania corporativo industria industrias fabrica planta maquiladora rancho agricola sindicato union federacion "
    "confederacion central nacional trabajadores obreros cooperativa sociedad asociacion fundacion instituto centro comite "
    "comercial servicios productos mexico mexicana mexicano group company factory plant farm workers trade national federation "
    "association foundation institute center centre services products industries the international internacional"
)
# before a name, they make it the name of a place
OF_PLACES = _words("san santa santo saint st sao ciudad colonia villa calle avenida puerto")
