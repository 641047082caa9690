-- Rides to come that were called off, for whoever keeps an appointment by them.
CREATE INDEX dispatch_ride_called_off ON dispatch_ride (day) WHERE state = 'cancelled';
