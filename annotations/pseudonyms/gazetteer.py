"""Larger places that Faker's lists lack. A list of the world belongs in a gazetteer of the study: see ``known`` of the finders."""

_PLACES = """
Acapulco, Aguascalientes, Apatzingán, Atlixco, Cancún, Celaya, Chalco, Chetumal, Chihuahua, Chilpancingo, Chimalhuacán, Ciudad Acuña, Ciudad del Carmen,
Ciudad de México, CDMX, Ciudad Juárez, Ciudad Obregón, Ciudad Victoria, Coatzacoalcos, Comitán, Córdoba, Cuautitlán, Cuautla, Cuernavaca, Culiacán,
Distrito Federal, Ecatepec, Ensenada, Fresnillo, Guadalajara, Guanajuato, Guasave, Hermosillo, Hidalgo del Parral, Iguala, Irapuato, Iztapalapa, Jalapa, Xalapa,
Juchitán, La Paz, Lázaro Cárdenas, León, Los Mochis, Manzanillo, Matamoros, Mazatlán, Mérida, Mexicali, Minatitlán, Monclova, Monterrey, Morelia,
Naucalpan, Nezahualcóyotl, Nogales, Nuevo Laredo, Oaxaca, Orizaba, Pachuca, Piedras Negras, Playa del Carmen, Poza Rica, Puebla, Puerto Vallarta, Querétaro,
Reynosa, Salamanca, Saltillo, San Cristóbal de las Casas, San Juan del Río, San Luis Potosí, San Luis Río Colorado, Silao, Tampico, Tapachula,
Tehuacán, Tepic, Texcoco, Tijuana, Tlalnepantla, Tlaxcala, Toluca, Torreón, Tula, Tuxpan, Tuxtla Gutiérrez, Uruapan, Valle de Chalco, Veracruz, Villahermosa,
Zacatecas, Zamora, Zapopan, Zihuatanejo, Tecámac, Ecuador, Perú, México, Argentina, Bolivia, Chile, Colombia, Costa Rica, Cuba, El Salvador, Guatemala, Honduras,
Nicaragua, Panamá, Paraguay, Puerto Rico, República Dominicana, Uruguay, Venezuela, España, Estados Unidos, Canadá, Brasil, Francia, Alemania, Italia, Japón, China,
Corea, India, Buenos Aires, Rosario, Mendoza, La Plata, Salta, Tucumán, Mar del Plata, Santiago de Chile, Valparaíso, Concepción, Temuco, Antofagasta, Iquique,
Arica, Puerto Montt, Lima, Arequipa, Cusco, Cuzco, Trujillo, Chiclayo, Piura, Puno, Juliaca, Ayacucho, Huancayo, Iquitos, Quito, Guayaquil, Cuenca, Loja,
Bogotá, Medellín, Cali, Barranquilla, Cartagena, Bucaramanga, Caracas, Maracaibo, San Salvador, Santa Ana, Tegucigalpa, San Pedro Sula, Managua, Estelí, Matagalpa,
Ciudad de Guatemala, Quetzaltenango, Xela, Huehuetenango, Cobán, Sololá, Chimaltenango, San José de Costa Rica, La Habana, Santo Domingo, San Juan, Asunción, Montevideo,
La Paz, El Alto, Cochabamba, Oruro, Potosí, Santa Cruz de la Sierra, Sucre, Madrid, Barcelona, Valencia, Sevilla, Zaragoza, Málaga, Murcia, Bilbao, Alicante,
Granada, Valladolid, Vigo, Gijón, Oviedo, Cádiz, Badajoz, Salamanca, Burgos, Santander, Pamplona, San Sebastián, Toledo,
London, Manchester, Birmingham, Leeds, Liverpool, Glasgow, Edinburgh, Bristol, Cardiff, Belfast, Dublin, Sheffield, Nottingham, Leicester, Newcastle, Oxford, Cambridge,
New York, Los Angeles, Chicago, Houston, Phoenix, Philadelphia, San Antonio, San Diego, Dallas, San José, San Jose, Austin, San Francisco, Seattle, Denver, Boston,
El Paso, Detroit, Nashville, Portland, Las Vegas, Memphis, Baltimore, Milwaukee, Albuquerque, Tucson, Fresno, Sacramento, Atlanta, Miami, Oakland, Minneapolis,
Tampa, New Orleans, Cleveland, Honolulu, Pittsburgh, Cincinnati, St. Louis, Orlando, Laredo, McAllen, Brownsville, Washington DC, Toronto, Vancouver, Montreal, Ottawa,
Sydney, Melbourne, Brisbane, Auckland, Nairobi, Mombasa, Kisumu, Kampala, Lagos, Abuja, Ibadan, Kano, Accra, Kumasi, Johannesburg, Cape Town, Durban, Pretoria, Harare,
Lusaka, Lilongwe, Dar es Salaam, Kigali, Addis Ababa, Cairo, Mumbai, Delhi, New Delhi, Bangalore, Chennai, Kolkata, Hyderabad, Dhaka, Karachi, Lahore, Kathmandu,
Colombo, Manila, Jakarta, Hanoi, Bangkok, Phnom Penh, Singapore, Hong Kong, Beijing, Shanghai, Tokyo, Paris, Berlin, Rome, Lisbon, São Paulo, Rio de Janeiro,
Salvador de Bahía, Recife, Fortaleza, Brasília, Mexico, Mexico City, Brazil, Spain, Peru, Panama, Haiti, Kenya, Uganda, Tanzania, Nigeria, Ghana, Ethiopia, Malawi, Zambia,
Zimbabwe, Mozambique, Rwanda, England, Scotland, Wales, Ireland, United States, United Kingdom, California, Texas, Centroamérica, Sudamérica, Latinoamérica, Europa, Europe
"""
PLACES = frozenset(" ".join(name.split()) for name in _PLACES.split(","))
