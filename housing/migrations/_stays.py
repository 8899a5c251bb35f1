"""A person who is added to a stay needs a place there, like those before (see housing.models.guards).

The table between stays and persons has no model of its own to declare this on.
"""

PERSON_HAS_A_PLACE = """
CREATE FUNCTION housing_person_has_a_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_unit bigint;
BEGIN
    SELECT stay.unit_id INTO the_unit FROM housing_stay stay WHERE stay.id = NEW.stay_id AND stay.status <> 'cancelled';
    IF the_unit IS NULL THEN RETURN NULL; END IF;
    PERFORM 1 FROM housing_unit WHERE id = the_unit FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM housing_stay_persons person WHERE person.stay_id = NEW.stay_id)
        > (SELECT places FROM housing_unit WHERE id = the_unit) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'stay_has_a_place',
            MESSAGE = 'Zo veel personen passen niet in deze wooneenheid. Kies een grotere wooneenheid.';
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER person_has_a_place AFTER INSERT OR UPDATE ON housing_stay_persons
    FOR EACH ROW EXECUTE FUNCTION housing_person_has_a_place();
"""
NO_PERSON_HAS_A_PLACE = """
DROP TRIGGER person_has_a_place ON housing_stay_persons;
DROP FUNCTION housing_person_has_a_place();
"""
