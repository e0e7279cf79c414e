"""What a model card says, in the languages in which people read it."""

CARD = {
    "es": {
        "title": "Modelo", "what": "Propone códigos para segmentos de entrevistas. Toda propuesta la revisa una persona.",
        "decision": "Decisión", "promote": "se adopta", "keep": "se conserva el anterior", "ask": "espera a una persona", "made": "De qué está hecho",
        "encoder": "Codificador de texto", "frame": "Versión del marco de códigos", "cold": "Modelo de partida (solo el marco)",
        "data": "Datos (SHA-256)", "segments": "Segmentos revisados", "empty": "de ellos sin ningún código", "transcripts": "Transcripciones",
        "groups": "las que comparten persona cuentan como una",
        "folds": "Particiones por transcripción", "seed": "Semilla", "scores": "Cómo acierta en transcripciones que no vio",
        "metric": "medida", "cold_start": "solo el marco", "head": "con revisiones", "difference": "diferencia pareada",
        "lrap": "LRAP de los códigos (orden; decide)", "lrap_domain": "LRAP de los dominios", "lrap_section": "LRAP de las secciones",
        "micro_f1": "micro-F1 (con umbral)", "recall_at_5": "cobertura entre las cinco primeras",
        "note": "Entre corchetes, intervalos del 95 % (bootstrap por transcripción). Con pocas transcripciones los intervalos son optimistas; "
        "no deciden. Decide una prueba de permutación de signos por transcripción (unilateral, {level:g}; al menos {fewest} transcripciones). "
        "Los umbrales se eligieron dentro de las particiones de entrenamiento.",
        "targets": "Qué puede proponer", "target": "clave", "name": "nombre", "positives": "segmentos",
        "limits": "Límites", "rare": "Con menos de {few} segmentos, sus propuestas dependen sobre todo del marco: {names}.",
        "none": "ninguno", "scope": "Vale para este estudio, este codificador y esta versión del marco; lo que garantiza está en los certificados.",
        "shown": "Quienes codificaron vieron sugerencias ya marcadas al poner las etiquetas. Por eso las etiquetas, también las de transcripciones "
        "que el modelo no vio, se inclinan hacia lo que se mostró, fuera cual fuera el modelo que lo propuso, y la comparación lo favorece. "
        "Cuando haya bastantes transcripciones codificadas a ciegas, juzgarán ellas.",
        "blind": "La comparación que decide se hizo solo en segmentos codificados a ciegas. Las demás cifras, los umbrales y los certificados "
        "usan todo lo revisado; donde se mostraron sugerencias, las etiquetas se inclinan hacia lo mostrado.",
        "thresholds": "Umbrales", "recipe": "Versión de la receta", "certificates": "Certificados",
        "duel": "Contra lo que está en uso", "opponent": "Comparado con", "before": "en uso", "after": "este", "codes": "Código por código",
        "cold_start_how": "el modelo de partida, que no se ajusta con revisiones",
        "refitted": "el modelo en uso, ajustado de nuevo con sus datos y sin las transcripciones que se juzgan",
        "as_it_is": "el modelo en uso tal como está, solo en transcripciones con las que no se ajustó",
        "share": "Orden: por cada segmento con el código, parte de aciertos entre lo que se ordena al menos igual de alto (media). "
        "Pierde: claramente peor con al menos {attested} segmentos (misma prueba, al revés).",
        "order": "orden", "loses": "pierde", "yes": "sí", "carriers": "transcripciones",
    },
    "en": {
        "title": "Model", "what": "Proposes codes for interview segments. A person reviews every proposal.",
        "decision": "Decision", "promote": "promoted", "keep": "the previous one is kept", "ask": "waits for a person", "made": "What it is made of",
        "encoder": "Text encoder", "frame": "Code frame version", "cold": "Starting model (frame only)",
        "data": "Data (SHA-256)", "segments": "Reviewed segments", "empty": "of which without any code", "transcripts": "Transcripts",
        "groups": "those that share a person counted once",
        "folds": "Folds by transcript", "seed": "Seed", "scores": "How it does on transcripts it had not seen",
        "metric": "measure", "cold_start": "frame only", "head": "with reviews", "difference": "paired difference",
        "lrap": "LRAP of codes (order; decides)", "lrap_domain": "LRAP of domains", "lrap_section": "LRAP of sections",
        "micro_f1": "micro-F1 (with threshold)", "recall_at_5": "recall among the first five",
        "note": "In brackets, 95 % intervals (bootstrap by transcript). With few transcripts the intervals are optimistic; they do not "
        "decide. A sign-flip test by transcript does (one-sided, {level:g}; at least {fewest} transcripts). "
        "Thresholds were chosen inside the training folds.",
        "targets": "What it can propose", "target": "key", "name": "name", "positives": "segments",
        "limits": "Limits", "rare": "With fewer than {few} segments, their proposals rest mostly on the frame: {names}.",
        "none": "none", "scope": "Holds for this study, this encoder and this version of the frame; what it guarantees is in the certificates.",
        "shown": "Coders saw suggestions already checked when they made the labels. So the labels, those of transcripts that the model did not see "
        "included, lean towards what was shown, whichever model proposed it, and the comparison favours that model. Once enough "
        "transcripts are coded blind, they are the judge.",
        "blind": "The comparison that decides was made on segments coded blind alone. All other figures, thresholds and certificates use "
        "everything that was reviewed; where suggestions were shown, labels lean towards what was shown.",
        "thresholds": "Thresholds", "recipe": "Version of the recipe", "certificates": "Certificates",
        "duel": "Against what is in use", "opponent": "Compared with", "before": "in use", "after": "this one", "codes": "Code by code",
        "cold_start_how": "the starting model, which is not fitted on reviews",
        "refitted": "the model in use, fitted again on its own data without the transcripts that are judged",
        "as_it_is": "the model in use as it is, only on transcripts that it was not fitted on",
        "share": "Order: for each segment with the code, share of right ones among what is ranked at least as high (mean). "
        "Loses: clearly worse with at least {attested} segments (the same test, the other way round).",
        "order": "order", "loses": "loses", "yes": "yes", "carriers": "transcripts",
    },
}  # fmt: skip
