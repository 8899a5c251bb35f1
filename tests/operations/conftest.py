from tests.house.conftest import files_of_the_world, made_world, world
