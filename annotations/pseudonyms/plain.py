"""Plain words of people who tell of their lives, and endings that names do not have: a capital on one of these is no name's.

Written for this repository. Keys as ``words.fold`` makes them; names among them are sorted out in ``lexicon``.
"""

from annotations.pseudonyms.words import keyset

_ES = """
a ah aca ahi ahora ahorita ajam aja al algo alguien algun alguna algunas alguno algunos alla alli anda andale ande anden andamos ando andaba ante antes antier apenas aqui
asi aun aunque ay ayer bah bajo basta bien bueno buenos buenas cada caray casi cerca chin chale claro como con conforme contra cual cuales cualquier cualquiera cuando
cuanta cuantas cuanto cuantos dado de debajo dele deme desde despues digamos diga digame dime diganos donde dos durante eh ella ellas ellos eme empero en encima enseguida entonces entre era eran
es esa esas ese eso esos esta estaba estaban estabamos estamos estan estar estas este esto estos estoy estuve estuvo ey fijate fijese fue fueron fui fuimos gracias ha habia
habian hablando habra hace hacen hacer hacia haga hasta hay he hemos hicieron hicimos hice hijole hizo hola hoy hubo huy igual incluso inclusive iba iban ibamos ir jaja jamas
jueves lo los las le les lejos llega llegan llegaba llegue llevo luego mal manana mas me media medio mejor menos mi mia mientras mio mira mire miren mis misma mismo mismos mucha muchas mucho muchos
muy nada nadie ni ningun ninguna ninguno no nomas nos nosotras nosotros nuestra nuestras nuestro nuestros nueve nunca o obvio ocho oiga oigan ojala oiste okey ok ora orale osea otra
otras otro otros oye para parejo parece pero pido pienso poca pocas poco pocos podemos podia por porque primero pronto pude puede pueden puedo puej pues puros pura puro puras puro que
quien quienes quiza quizas quiubo rato sale sali salga salimos se sea sean segun seguro seis ser seria si sido siempre siendo siete simon simplemente sin sino siquiera sobre sobra solamente solo
somos son soy sra su sus suya suyo tal tales tambien tampoco tan tanta tantas tanto tantos te tengo tenemos tenia tenian teniamos tiene tienen todas todavia todo todos toda total tras tres tu tus
tuve tuvo tuvimos uf ultimamente un una unas uno unos usted ustedes uy va vamos van vaya vayan ve vea vean veces vente ven vengo ves vez vi viene vienen vimos vine vino vio viste voy y ya yo
abajo abandono abro acabo acaba acaban aceptan acepte acepto acuerdo acuerdate agarra agarre agarro aguanta aguante ahorra alcanza amanece anduve anduvo aparte aporta aprendi aprende arriba arranca atras avisa avise aviso ayuda
ayudan ayude bajan baja bajaba bajo barata barato barre barren basura bendito bonita bonito bota brinca buscan busca buscaba busque cabe cae caen calla callese caminan camina cambia cambian cambio cansada cansado carga cargan cargo
casada casado cayo cierra cierran cobra cobran cobro cocina comen come comia comi compra compran compre conoce conocen conoci consegui consigue contaba contesta contesto corre corren corrieron cree creen creo crei creia cruza
cuelga cuenta cuentan cuesta cuestan cuida cuidan cuide cuido cumple cumplen cumpli daba daban damos dan debe deben debia decia decian decidi decimos deja dejan dejaba deje dejo dele depende descansa descanso
di dice dicen dicho dieron digo dije dijeron dijimos dijo dimos dio doy duda dudo duele duelen duerme dura duran duraba duro echa echan echale echo empece empezaba empezamos empezo empieza empiezan encontre encuentra
entra entran entraba entraban entramos entre entro entro escucha escuche espera esperan espere esperando estudia estudie exige exigen exigimos explica explico extrano falta faltan faltaba firma firman firme firmo firmamos gana ganan gane
ganaba gano gasta gastan gritaba grita guarda guarde gusta gustaba gustan habla hablan hablaba hable hablo haces hagan hago jala jalan jalale junta juntan juntamos juro labora lava lavan lavaba lee leen lei leo levanta levante
limpia limpian llama llaman llame llamaba llena llevan lleva llevaba lleve llora llore lloraba llueve manda mandan mandaba mande mando maneja marca marque mete meten meti metio miraba mire mide molesta mueve muere murio
naci nacio necesita necesitan necesito niega niegan nota note nota obliga obligan ofrece olvida olvide opina opino oyen paga pagan pagaba pagaban pague pago para paran parada parado paro parto pasa pasaba pasan pasamos pase paso
pedi pedia pedimos pega pegan pense pensaba pensamos pensando perdi perdio perdone permite pide piden piensa piensan pierde pierden pinta pinto planta platica platicaba platique pon ponen poner ponga pongo ponia porfa practica prefiero pregunta
pregunte prende presta preste prometen prometio puse pusieron puso queda quedan quedaba quede quedo quema quejas quiere quieren quiero quise quisiera quita quitan quito recibe recibi reclama reclame recoge recuerda recuerde recuerdo
regresa regrese regresaba renuncia renuncie repite resulta revisa reza rezo rompe sabe saben sabes sabia sabemos saca sacan saque saco salen salia salian salieron salimos salio salta salve sea seguimos seguia seguir seguro
sembraba siembra siembran sentia senti siente sienten siento sigue siguen sigo sirve sirven soltera soltero sonaba sube suben subi subia subio sufre sufri suele supe supo supongo sueno suena tarda tardan tarde tardo temo
tenga tengan tenlo termina terminan termine toca tocan tocaba toco toma toman tome tomo tomaba trabaja trabajan trabajaba trabaje trabajo trae traen traia traigo traje trajo trata tratan trate tranquila tranquilo tuvieron use usa usan usaba
vale vali valio venden vende vendi vendia vendo venia venian venimos verdad vendra vende vera viendo vivi vive viven vivia vivian vivimos vivo volvi volvio vuelve vuelven
abuso accidente administracion afore agua aguinaldo alcohol almacen ambiente ano anos apoyo area areas articulo asamblea asunto autoridad autoridades bano beneficio bono brigada cafe caja calidad calor cama camion camiones campana campesino
campesinos campo cansancio capacitacion caporal casa caso casas caseta catorcena causa cena ciclo cita ciudadano ciudadanos clase clases cliente clientes cocina colonos comal comedor comida comisariado companeros companeras computadora conflicto consulta
contrato contratos convenio cooperacion corte cosa cosas cosecha costo costumbre crisis cuadrilla cuarto cuota cuotas cultura curso cursos dato datos decreto defensa demanda demandas democracia departamento derecho derechos desastre descuento despensa
despido destino deuda dia dias diario dinero diputados director discriminacion doble domicilio dueno educacion ejemplo ejercito ejido ejidos elecciones empleo empleado empleados empleada empresario enfermedad enganche ensamble equipo escoba escritura
esquina estudio estudios evaluacion examen exigencia fabrica factura falta familia familias fecha federal federales feria fiesta fila finca fondo forma formas foto frontera frutas fuerza fuero fumigacion futuro galera ganado gasolina gente gerencia
gobierno gol golpe grupo guardia guarderia guerra hermanos hermanas hijas hijos historia hoja hombres hora horario horas hospital huelga humo identidad idea iglesia impuesto impuestos incapacidad independencia independiente indemnizacion indigena indigenas industria
inflacion informe ingles inspeccion invierno jornal jornalero jornaleros jornada jubilacion jueces juez junta juntas juventud juzgado justicia lana leche lengua leyes libertad libro liderazgo lideres limpieza linea lineas liquidacion lista llanto lluvia
lluvias lucha lugar lugares luz maestros maestras magistrado maiz maltrato mandamiento manana maquila maquilas maquina maquinas marcha materia material maternidad mayordomia medicina medicinas medico medicos mercado mes mesa meses metro milpa mina
minas ministerio minuto moda modulo momento mono movilizacion muchachas muchachos muerte mujeres multa mundo municipio municipal musica nacion nacional negocio nina nino ninos ninas nivel noche nocturno nomina nombre norma normas numero obra obras oficina
oficio oficios ojo olor operador operadora operadores opcion orden organizacion origen ostion pago pagos pan pandilla papel papeles paquete parcela pareja parque parte partes partido pasaje patio patria pension peon peones periodo permiso pero
persona personal personas peso pesos pesticida piedra pieza piezas pilas piso plan plantas plantel playa plaza plazo pleito poblacion pobreza poder policia policias politica polvo pozo precio precios prensa presion prestaciones primaria principio
problema problemas proceso produccion producto productos programa pueblo pueblos puesto puestos quimico quimicos quincena raza razon recibo recibos reclamo recurso recursos reforma region reglamento religion remesa renta representante
requisito respeto respuesta responsabilidad reunion revolucion riego riesgo ropa ruido ruta sabado salario salud sangre sanitario secretario seguridad semana semanas sembrador senal senas senorita sentencia servicio servicios siglo silencio
sindicato sindicatos sindicalista sistema situacion socio socios soldador solicitud sol sueldo sueldos suelo suerte surcos tabla tajo talleres tapabocas tarde tarea telefono temor temporada terreno territorio testigo testigos tiempo tiempos tienda
tierras tira tortilla trabajador trabajadora trabajadoras trabajadores trabajos traduccion trailer transporte trato tribunal tristeza turno turnos unidad uniforme union usos utilidades vacaciones vacuna vacunas valores varilla vaso vecinos
vecinas veda venta ventas verano vergogna verguenza viaje viajes viejo vieja violencia violencias virus visita vivienda votacion voto votos zapato zapatos zona
afortunadamente bendiciones bienvenidos disculpe disculpa exactamente exacto finalmente felicidades generalmente normalmente personalmente perdon perfecto realmente simplemente obviamente posiblemente precisamente supuestamente
correcto cierto efectivamente definitivamente lastima lamentablemente desgraciadamente entrevista audio grabacion inaudible risas silencio pausa llanto fin inicio anexo nota
espanol ingles castellano zapoteco mixteco nahuatl maya tseltal tsotsil otomi purepecha mazateco totonaco mixe triqui quechua guarani aymara mapuche mexicano mexicana mexicanos guatemalteco guatemaltecos hondureno hondurenos salvadoreno
colombiano colombianos peruano peruanos chileno chilenos argentino argentinos venezolano venezolanos gringo gringos gringa americano americanos europeo europeos japones japoneses coreano coreanos chinos catolico catolica cristiano cristiana evangelico
evangelicos testigos pascua cuaresma muertos nochebuena reyes candelaria revolucion bandera lunes martes miercoles viernes domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre primavera otono
adentro afuera adelante alto bajo lento rapido grande chico chica chicos chicas nuevo nueva viejo joven jovenes adulto adultos mayor mayores menor menores triste feliz contenta contento enferma enfermo enojada enojado sola solo solos
general generales estatal local locales rural urbano privado privada publico publica publicos social sociales laboral laborales legal legales civil penal humano humanos humana tecnico tecnica ambiental
ven ponle pongale imaginate imaginese figurate sabra saben quedese quitate sientese sientate pasele pase dejeme deja dejame dejenme permitame espere esperame esperese perdoneme preguntele preguntale acuerdese
cinco cuatro diez once doce veinte treinta cuarenta cincuenta cien mil ciento quince catorce trece dieciseis diecisiete dieciocho diecinueve primera segundo segunda tercero tercera tercer ultimo ultima
"""
_EN = """
a ah about above across actually after afterwards again against ago ahead all almost along already alright also although always am an and another any anybody anymore anyone anything anyway anyways apart apparently are aren't around as aside ask asked at away aw back basically be
because been before behind being below besides better between beyond both but by bye came can cause certainly cheers come could course damn definitely did didn't do does doesn't doing don't done down during each earlier early either else enough especially even eventually ever every
everybody everyone everything everywhere exactly except fair few finally fine first five for forget four from fortunately full generally get getting give given go god goes going gonna good got gotta great guess had half happened has have haven't having he hello help her here
here's hers herself hey hi him himself his hmm honestly hopefully how however huh i i'd i'll i'm i've if imagine in indeed inside instead into is isn't it it'd it'll it's its itself just keep kind knowing last lately later least less let let's like likewise listen literally look
looking lot lots made make making many maybe me mean meanwhile might mine more most mostly much must my myself near nearly need neither never nevertheless next nine no nobody none nope nor normally not nothing now nowadays obviously of off often oh ok okay old on once one ones only
oops or originally other others otherwise ouch our ours ourselves out outside over overall own particularly people per perhaps personally please plus possibly pretty previously probably put quite rather really remember right said same saw say saying says second see seems seen sent
seriously seven several shall she she'd she'll she's should shut similarly simply since six so some somebody somehow someone something sometimes somewhere soon sorry sort still stop stuff such suddenly suppose supposedly sure take taken talk tell ten than thank thanks that that'd that'll that's
the their theirs them themselves then there there'd there'll there's therefore these they they'd they'll they're they've thing things think this those though thought three through throughout thus till to today together told tomorrow tonight too took toward towards true truth try trying twice
two typically um uh uhm under unfortunately unless until unlike up upon us use used usually very wait walk wanna want wanted wants was wasn't watch way we we'd we'll we're we've well went were weren't what what's whatever when whenever where wherever whether which while who who's whoever
whole whom whose why will with within without won't wonder would wouldn't wow yeah year years yep yes yesterday yet you you'd you'll you're you've your yours yourself yup
accident account acts address age agency agreement air amount anger apartment application apprentice area arm article assembly attention award baby bag bathroom bed benefit benefits bill board body bonus book boss box boy boys break breakfast bread bridge broken brothers building bus business
busy buy call calls camp cancer car care career carpet cars cart cases cash cell chair chance change changes charge check chemicals chicken child childcare children choice church city class classes clean cleaning clients clinic clothes coal coffee cold college committee community
companies company complaint complaints concern conditions contract contracts conversation cook corporate cost costs council counter country couple court cousins coworkers crew crops cruel culture customer customers cut daily dairy damage date day days dead deal death debt decision delivery
democracy department deposit development different dinner dirt discipline discrimination disability district doctor doctors dollars door doors draft dream dreams drink drive driver drivers drop drugs dues dust duty ears earnings education election elections electricity email emergency employee
employees employer employers end energy english equal equipment evening evenings event evidence exam example excuse exhausted expenses experience eyes face fact factories factory fairness families family farm farmers farms fast fear fields fight file fire fired fish floor folks follow food foot
foreman form forms forward freedom freight friends fruit fuel funny future gangs gas girl girls glad goal government grandkids grapes grievance grievances ground group groups growing guilt guys hair hands hard harassment harvest hated head healing health heat heavy hell hey high hire hired
history hold holiday holidays home hope hospital hot hour hourly hours house houses housing human hundred hungry husband illness immigrants immigration immigrant income independence industry inflation information injuries injury inspection inspector insurance interest interview issue issues
janitor job jobs judge justice kid kids kitchen knees labor labour land language large late laundry law laws lawsuit lawyer lawyers layoff layoffs leader leaders leadership leave leaving left legal letter letters life lights line lines list living loan local lock long loss lost loud love luck
lunch machine machines mail mandatory manager managers management march market masks maternity meals meat media medical medicine meeting meetings member members membership men mental mill mine mines minimum minister minute minutes money month months morning mornings mother mothers motor move moved
music name names nation national nature needs neighborhood neighbors news night nights noise north note notes number nurse nurses nursing office officer offices older open operator operators orchard order orders organizer organizers organizing outcome overtime owner owners pack packing page paid pain
painful paper papers paperwork parents parking parole part partner parts party pass patient patients pay paycheck payday paying payroll peace pension pensions permit person personnel pesticides phone pick pickers picking picket picture piece place plan plans plant plants play plenty point
points police policies policy poor position post poverty power prayer prayers precarious pregnancy pressure price prices pride prison private problem problems process production products program programs promise promises promotion protection protest public question questions quiet quota race
racism radio rain raise raises rate rates reason reasons record recruiter recruiters reform refugees regular religion rent report reports rep reps representative respect rest restaurant retail retirement retaliation rights rising risk river road roads room rooms rough rule rules run rural safe
safety salary sales scared schedule school schools science season seasons security senior seniority service services session shame shift shifts shipping shop shops short show shut sick sickness side sign signed silence similar single sisters site situation skills slavery sleep slow small
social society soil solidarity son sons sound space staff stage standard start started starting state states station status step steward stewards store stores stories story stove strange street strike strikes strong student students stupid success summer supervisors supervisor supplier supply support
surgery survival swing system tables target tax taxes teacher teachers team teams technology temp temps temperature terms test testimony tests therapy thousand tips tired title tomatoes tools top touch town towns trade traffic training trains transport transportation trash treatment trial
trouble truck trucks trust tuesday turn tv typical unemployment unfair uniform union unions unit university vacation vaccine value vegetables victims victory village violence visa visas visit voice vote votes wage wages waiting warehouse war warning water weather wedding week weekend weekends weekly
weeks welfare wife wind window windows winter wives woman women word words work worked worker workers working workplace works world worried worse worst write writing wrong young
annual central constitutional federal municipal northern southern eastern western regional international global democratic republican republicans democrats conservative labour parliament congress senate constitution mass easter thanksgiving halloween ramadan eid diwali
transcript recording laughter laughs pause silence crosstalk inaudible end begin appendix
arabic hindi swahili yoruba igbo mandarin cantonese tagalog urdu punjabi creole somali filipino filipinos nigerian kenyan kenyans jamaican haitian guatemalan guatemalans hondurans salvadoran salvadorans colombian canadian canadians irish italian italians polish russian chinese japanese korean vietnamese
"""
PLAIN = {"es": keyset(_ES), "en": keyset(_EN)}

_ES_ENDINGS = (
    *("cion", "ciones", "sion", "siones", "mente", "miento", "mientos", "idad", "idades", "ismo", "aron", "ieron", "abamos", "iamos", "aremos"),
    *("eremos", "iremos", "ando", "iendo", "yendo", "arian", "erian", "irian", "aria", "eria", "iria", "amos", "emos", "imos", "aban", "ian"),
    *("asen", "iesen", "ieran", "iera", "aran", "eran", "iran", "adores", "adoras", "ables", "ibles", "andole", "andolo", "andose", "iendose"),
    *("arse", "erse", "irse", "arme", "erme", "irme", "arle", "erle", "irle", "arlo", "erlo", "irlo", "arnos", "ernos", "irnos", "ncias", "ncia"),
)  # fmt: skip
_EN_ENDINGS = (
    *("tion", "tions", "sion", "sions", "ness", "ments", "ment", "ingly", "edly", "ility", "ities", "ously", "ership", "ically"),
    *("fully", "ously", "ance", "ances", "ences", "ence", "ational", "isms", "ology"),
)  # fmt: skip
ENDINGS = {"es": _ES_ENDINGS, "en": _EN_ENDINGS}
MINIMUM_WITH_ENDING = 6
